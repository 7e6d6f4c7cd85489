package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.WhatsAppPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Prints what sessions cost, in proportional memory of browsers and drivers. A program, not a test: {@code MemoryReport <sessions per lane> <counts, rising>…}, with the Node.js
 * to use in {@code -Dnode}.
 */
final class MemoryReport {
    private static final long MEGABYTE = 1 << 20;
    private static final Duration QUIET = Duration.ofSeconds(6);

    private MemoryReport() {}

    public static void main(String[] arguments) throws Exception {
        int perLane = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("rookery-memory");
        Optional<Path> node = Optional.ofNullable(System.getProperty("node")).map(Path::of);
        List<WhatsAppPage> pages = new ArrayList<>();
        try (World world = new World(
                directory, settings -> settings.withSessionsPerLane(perLane).withNode(node))) {
            for (int i = 1; i < arguments.length; i++) {
                int count = Integer.parseInt(arguments[i]);
                while (pages.size() < count) pages.add(world.paired("s" + pages.size(), world.newPhone(), new Story()));
                awaitQuiet(pages);
                print(perLane, pages);
            }
            CompletableFuture.allOf(pages.stream()
                            .map(page -> page.close().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** Until garbage has been collected, in pages and drivers. */
    private static void awaitQuiet(List<WhatsAppPage> pages) {
        AtomicLong last = new AtomicLong();
        Awaitility.await()
                .pollDelay(QUIET)
                .pollInterval(QUIET)
                .atMost(QUIET.multipliedBy(10))
                .until(() -> {
                    long now = browsers(pages);
                    return Math.abs(now - last.getAndSet(now)) < now / 100;
                });
    }

    private static long browsers(List<WhatsAppPage> pages) {
        return pages.stream()
                .flatMap(page -> ((LanePage) page).processes().orElseThrow().members().stream())
                .mapToLong(ProcessTree::proportionalMemory)
                .sum();
    }

    private static void print(int perLane, List<WhatsAppPage> pages) {
        long browsers = browsers(pages);
        List<Long> drivers = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("run-driver"))
                .map(ProcessHandle::pid)
                .toList();
        long driverMemory =
                drivers.stream().mapToLong(ProcessTree::proportionalMemory).sum();
        System.out.printf(
                "K=%d sessions=%d: %.1f MB per session (browser %.1f, driver %.1f; %d drivers of %.1f MB)%n",
                perLane,
                pages.size(),
                (double) (browsers + driverMemory) / pages.size() / MEGABYTE,
                (double) browsers / pages.size() / MEGABYTE,
                (double) driverMemory / pages.size() / MEGABYTE,
                drivers.size(),
                (double) driverMemory / drivers.size() / MEGABYTE);
    }
}
