package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one Playwright driver, several pages. The thread does one step of one page after the other, and pumps callbacks while there is none.
 *
 * <p>A step that does not come back blocks all pages; so {@link #watch} kills the browser of that step, and where this does not help, the driver and all browsers.
 */
final class Lane {
    /** A browser's start may take longer than a page's answer. */
    private static final Duration LAUNCH_LIMIT = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Object DRIVER_START = new Object();
    private static final Set<Long> DRIVERS = ConcurrentHashMap.newKeySet();

    private final String name;
    private final DriverFiles driverFiles;
    private final BrowserMetrics metrics;
    private final Duration hangLimit;
    private final LongSupplier ticker;
    private final Thread thread;

    private final List<LanePage> pages = new CopyOnWriteArrayList<>();
    private final Queue<LanePage> openings = new ConcurrentLinkedQueue<>();
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean stopping;
    private volatile boolean dead;
    private volatile long progress;
    private volatile long limit;
    private volatile @Nullable LanePage busyWith;
    private volatile Optional<ProcessHandle> driver = Optional.empty();
    private volatile long emptySince;

    Lane(String name, DriverFiles driverFiles, BrowserMetrics metrics, Duration hangLimit, LongSupplier ticker) {
        this.name = name;
        this.driverFiles = driverFiles;
        this.metrics = metrics;
        this.hangLimit = hangLimit;
        this.ticker = ticker;
        this.progress = ticker.getAsLong();
        this.emptySince = progress;
        this.limit = LAUNCH_LIMIT.toNanos();
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Takes a page in, to be started on this lane's thread. */
    void open(LanePage page) {
        pages.add(page);
        openings.add(page);
        wake();
    }

    /** Forgets a page whose browser is gone. */
    void leave(LanePage page) {
        pages.remove(page);
        emptySince = ticker.getAsLong();
    }

    int sessions() {
        return pages.size();
    }

    List<LanePage> pages() {
        return List.copyOf(pages);
    }

    Optional<ProcessHandle> driver() {
        return driver;
    }

    boolean isDead() {
        return dead;
    }

    /** How long it has had no page; zero where it has one. */
    Duration idleFor() {
        return pages.isEmpty() ? Duration.ofNanos(ticker.getAsLong() - emptySince) : Duration.ZERO;
    }

    /** There is something to do. */
    void wake() {
        if (woken.availablePermits() == 0) woken.release();
    }

    /** Ends the thread and the driver once the pages have gone. */
    void stop() {
        stopping = true;
        wake();
    }

    void awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(atMost);
        if (thread.isAlive()) killAll("its lane does not end");
    }

    private void run() {
        try (Playwright playwright = startDriver()) {
            while (!(stopping && pages.isEmpty()) && !dead) {
                if (!openNext(playwright) && !stepOfEach()) pump();
                if (driver.filter(ProcessHandle::isAlive).isEmpty())
                    throw new PlaywrightException("the driver has ended");
            }
        } catch (PlaywrightException e) {
            if (!dead) log.atWarn().addKeyValue("lane", name).setCause(e).log("A lane has failed");
        } finally {
            killAll("its lane has ended");
        }
    }

    private boolean openNext(Playwright playwright) {
        LanePage page = openings.poll();
        if (page == null) return false;
        step(page, LAUNCH_LIMIT, () -> page.launch(playwright));
        return true;
    }

    private boolean stepOfEach() {
        boolean worked = false;
        for (LanePage page : pages) {
            Runnable step = page.nextStep();
            if (step == null) continue;
            step(page, hangLimit, step);
            worked = true;
        }
        return worked;
    }

    private void step(LanePage page, Duration atMost, Runnable step) {
        long began = ticker.getAsLong();
        limit = atMost.toNanos();
        progress = began;
        busyWith = page;
        try {
            step.run();
        } finally {
            busyWith = null;
            long ended = ticker.getAsLong();
            progress = ended;
            limit = hangLimit.toNanos();
            metrics.pump.record(ended - began, TimeUnit.NANOSECONDS);
        }
    }

    /** Lets callbacks come in until there is a step to do. Looks for one every 10 ms, Playwright's own rhythm. */
    private void pump() {
        progress = ticker.getAsLong();
        for (LanePage page : pages) if (page.pump(this::somethingToDo)) return;
        try {
            boolean ignored = woken.tryAcquire(hangLimit.toMillis() / 4 + 1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            dead = true;
            Thread.currentThread().interrupt();
        }
    }

    private boolean somethingToDo() {
        progress = ticker.getAsLong();
        return dead || woken.tryAcquire();
    }

    private Playwright startDriver() {
        synchronized (DRIVER_START) {
            Playwright playwright = driverFiles.start();
            Set<ProcessHandle> fresh = ProcessHandle.current()
                    .children()
                    .filter(child -> !DRIVERS.contains(child.pid())
                            && child.info().commandLine().orElse("").contains("run-driver"))
                    .collect(Collectors.toSet());
            driver = fresh.stream().findFirst();
            fresh.forEach(child -> DRIVERS.add(child.pid()));
            limit = hangLimit.toNanos();
            return playwright;
        }
    }

    /** Called now and then by the watchdog. */
    void watch() {
        long still = ticker.getAsLong() - progress;
        if (dead || still <= limit) return;
        LanePage guilty = busyWith;
        if (still > 2 * limit) killAll("its lane hangs");
        else if (guilty != null) guilty.kill("it hangs");
    }

    /** Kills the driver and every browser; the pages are told. Repeats are harmless. */
    private void killAll(String reason) {
        dead = true;
        driver.ifPresent(process -> {
            process.destroyForcibly();
            DRIVERS.remove(process.pid());
        });
        pages().forEach(page -> page.crashed(reason));
        if (Thread.currentThread() != thread) thread.interrupt();
    }
}
