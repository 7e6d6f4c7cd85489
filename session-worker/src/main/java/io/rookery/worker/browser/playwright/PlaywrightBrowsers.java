package io.rookery.worker.browser.playwright;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.worker.browser.BrowserNotFound;
import io.rookery.worker.browser.Browsers;
import io.rookery.worker.browser.PageListener;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chromium, driven by Playwright, in lanes. See the package's description.
 *
 * <p>While it is open, a guard process watches over this JVM, so that no browser outlives it. Only one instance may use a directory at a time.
 */
public final class PlaywrightBrowsers implements Browsers {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration WEIGH = Duration.ofSeconds(30);
    /** Between two pages of a lane that collect their garbage: the others wait for each of them. */
    private static final Duration COLLECTIONS_APART = Duration.ofSeconds(2);

    private static final long PAGE_ESTIMATE = 150L << 20;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(12);
    private static final Logger log = LoggerFactory.getLogger(PlaywrightBrowsers.class);

    private final Workshop shop;
    private final DriverFiles driverFiles;
    private final Guard guard;
    private final Chromium chromium;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("rookery-browsers").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // after the end nothing is due
    private final List<Lane> lanes = new ArrayList<>();
    private int laneNumbers;
    private volatile int weighedPages;
    private boolean closed;

    /**
     * Finds the browser, ends what a predecessor on the same directory left running, and starts a first lane.
     *
     * @param clock the wall clock, which the pages' deadlines are on
     * @throws BrowserNotFound where there is no Chromium, or no Node.js
     */
    public PlaywrightBrowsers(PlaywrightSettings settings, MeterRegistry registry, InstantSource clock) {
        Map<String, String> system = System.getenv();
        Path scripts = settings.directory().resolve("browser");
        chromium = Chromium.find(settings.executable(), system);
        driverFiles = DriverFiles.prepare(
                scripts, settings.node(), system, Guard.markerOf(settings.directory()), settings.sessionsPerLane());
        guard = Guard.start(settings.directory(), scripts);
        try {
            driverFiles.emptyScratch();
            shop = new Workshop(
                    settings,
                    new Launcher(settings, chromium, scripts, system),
                    guard,
                    new InitScript(settings.origin()),
                    new BrowserMetrics(registry),
                    background,
                    timer,
                    clock,
                    System::nanoTime);
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory can't be used for browsers", e);
        }
        log.atInfo()
                .addKeyValue("executable", chromium.executable())
                .addKeyValue("version", chromium.version())
                .log("Browser found");
        if (settings.webVersion() instanceof WebVersion.Pinned pinned)
            log.atInfo().addKeyValue("version", pinned.version()).log("WhatsApp Web is pinned");
        every(LOOK, this::watch);
        every(WEIGH, () -> background.execute(this::weigh));
        roomiest();
    }

    @Override
    public String version() {
        return chromium.version();
    }

    @Override
    public CompletionStage<WhatsAppPage> open(PageRequest request, PageListener listener) {
        synchronized (lanes) {
            if (closed) return CompletableFuture.failedStage(new IllegalStateException("the browsers are closed"));
            Lane lane = roomiest();
            LanePage page = new LanePage(request, listener, shop, lane);
            lane.open(page);
            return page.opened();
        }
    }

    /** The lane with the most room; a new one where there is none. */
    private Lane roomiest() {
        synchronized (lanes) {
            return lanes.stream()
                    .filter(lane ->
                            !lane.isDead() && lane.sessions() < shop.settings().sessionsPerLane())
                    .min(Comparator.comparingInt(Lane::sessions))
                    .orElseGet(this::newLane);
        }
    }

    private Lane newLane() {
        Lane lane = new Lane(
                "rookery-lane-" + ++laneNumbers,
                driverFiles,
                shop.metrics(),
                shop.settings().hangLimit(),
                shop.ticker());
        lanes.add(lane);
        lane.start();
        return lane;
    }

    private void every(Duration period, Runnable task) {
        Runnable safe = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // Or the timer would never call it again.
                log.atError().setCause(e).log("Looking after the browsers has failed");
            }
        };
        var ignored = timer.scheduleWithFixedDelay(safe, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void watch() {
        guard.revive();
        synchronized (lanes) {
            lanes.forEach(Lane::watch);
            lanes.removeIf(Lane::isDead);
            List<Lane> idle = lanes.stream()
                    .filter(lane -> lane.idleFor().compareTo(shop.settings().idleLane()) > 0)
                    .toList();
            for (Lane lane : idle) {
                if (lanes.size() == 1) return; // the next session shall not wait for a driver
                lanes.remove(lane);
                lane.stop();
            }
        }
    }

    /** Bytes that all browsers and drivers use: as they were weighed last, and an estimate for the pages opened since. Safe for use by many threads; does not block. */
    public long memoryUsed() {
        int pages;
        synchronized (lanes) {
            pages = lanes.stream().mapToInt(lane -> lane.pages().size()).sum();
        }
        return shop.metrics().memory.get() + Math.max(0, pages - weighedPages) * PAGE_ESTIMATE;
    }

    /** Memory of all browsers and drivers. Pages that have grown are asked to collect their garbage, those of a lane one after the other. */
    private void weigh() {
        List<Lane> weighed;
        synchronized (lanes) {
            weighed = List.copyOf(lanes);
        }
        long sum = 0;
        int pages = 0;
        for (Lane lane : weighed) {
            pages += lane.pages().size();
            sum += lane.driver()
                    .map(driver -> ProcessTree.proportionalMemory(driver.pid()))
                    .orElse(0L);
            Duration after = Duration.ZERO;
            for (LanePage page : lane.pages()) {
                long bytes = page.processes().map(ProcessTree::members).orElse(List.of()).stream()
                        .mapToLong(ProcessTree::proportionalMemory)
                        .sum();
                sum += bytes;
                if (!page.weighed(bytes)) continue;
                var ignored = timer.schedule(page::askForCollection, after.toMillis(), TimeUnit.MILLISECONDS);
                after = after.plus(COLLECTIONS_APART);
            }
        }
        shop.metrics().memory.set(sum);
        weighedPages = pages;
    }

    @Override
    public void close() {
        List<Lane> last;
        synchronized (lanes) {
            if (closed) return;
            closed = true;
            last = List.copyOf(lanes);
        }
        try {
            CompletableFuture<?>[] closings = last.stream()
                    .flatMap(lane -> lane.pages().stream())
                    .map(page -> page.close().toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(closings)
                    .completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            last.forEach(Lane::stop);
            for (Lane lane : last) lane.awaitEnd(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private void end() {
        timer.shutdownNow();
        try {
            guard.close(); // kills what is left
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The browsers' guard could not be ended");
        }
        background.shutdown();
    }
}
