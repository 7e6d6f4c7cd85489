package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.WhatsAppPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Prints what sessions cost, in proportional memory of browsers and drivers. A program, not a test: {@code MemoryReport <sessions per lane> <counts, rising>…}, with the Node.js
 * to use in {@code -Dnode}.
 */
final class MemoryReport {
    private static final long MEGABYTE = 1 << 20;

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
                Thread.sleep(15_000); // until garbage has been collected, in pages and drivers
                print(perLane, pages);
            }
            CompletableFuture.allOf(pages.stream()
                            .map(page -> page.close().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private static void print(int perLane, List<WhatsAppPage> pages) {
        long browsers = pages.stream()
                .flatMap(page -> ((LanePage) page).processes().orElseThrow().members().stream())
                .mapToLong(ProcessTree::proportionalMemory)
                .sum();
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
