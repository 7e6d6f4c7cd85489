package io.rookery.quickstart;

import io.rookery.quickstart.process.Wait;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts parts again that have ended by themselves or were killed, with the same data, ports and secrets: at once, and after 1, 2, 4 … at most 30 s where a part does not
 * run for five seconds. Looks twenty times a second; several parts are started at the same time, because one may wait for another. {@link #close()} it before the parts are stopped.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Supplier<? extends Collection<? extends Part>> parts;
    private final Consumer<String> report;
    private final Map<Part, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<Part, Integer> restarts = new ConcurrentHashMap<>();
    private final Set<Part> starting = ConcurrentHashMap.newKeySet();
    private final Set<Part> left = ConcurrentHashMap.newKeySet();
    private final Wait.Stopwatch clock = Wait.stopwatch();
    private final ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;
    private volatile boolean closed;

    private Supervisor(Supplier<? extends Collection<? extends Part>> parts, Consumer<String> report) {
        this.parts = parts;
        this.report = report;
        this.thread = Thread.ofPlatform().name("supervisor").daemon().unstarted(this::run);
    }

    /**
     * @param parts asked again and again, so that new ones are looked after, too
     * @param report gets one line whenever a part has been started again, or could not be; called by several threads, one at a time
     */
    public static Supervisor of(Supplier<? extends Collection<? extends Part>> parts, Consumer<String> report) {
        var supervisor = new Supervisor(parts, report);
        supervisor.thread.start();
        return supervisor;
    }

    /** How often each part has been started again, by its name; those that never were are missing. */
    public Map<String, Integer> restarts() {
        var byName = new TreeMap<String, Integer>();
        restarts.forEach((part, count) -> byName.put(part.name(), count));
        return byName;
    }

    /** When this returns the part is not started again, until {@link #lookAfter}. To be called while it runs. */
    public synchronized void leave(Part part) {
        left.add(part);
    }

    /** Ends {@link #leave}: a part that does not run is started. */
    public synchronized void lookAfter(Part part) {
        left.remove(part);
    }

    private void run() {
        Wait.until(Duration.ofDays(36_500), LOOK, () -> {
            parts.get().forEach(this::look);
            return closed;
        });
    }

    private synchronized void look(Part part) {
        if (closed || part.isRunning() || left.contains(part)) return;
        Duration now = clock.elapsed();
        Budget budget = budgets.getOrDefault(part, Budget.UNUSED).ended(now);
        budgets.put(part, budget);
        if (!budget.allows(now) || !starting.add(part)) return;
        budgets.put(part, budget.spent(now));
        starters.execute(() -> restart(part));
    }

    private void restart(Part part) {
        try {
            part.start();
            budgets.computeIfPresent(part, (ignored, budget) -> budget.running(clock.elapsed()));
            int count = restarts.merge(part, 1, Integer::sum);
            say(part.name() + " had ended and was started again" + (count == 1 ? "" : " (" + count + " times by now)"));
        } catch (RuntimeException e) {
            if (!closed) say(part.name() + " had ended and could not be started again: " + e.getMessage());
        } finally {
            starting.remove(part);
        }
    }

    private void say(String line) {
        synchronized (report) {
            report.accept(line);
        }
    }

    /** Returns when no restart is under way and none will come; one that is under way is given up, its process may run. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        starters.shutdownNow();
        starters.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How often a part has been started again lately, and when it may be next. Times since the supervisor's start.
     *
     * @param runsSince null while it does not run, and where it never did
     */
    record Budget(int used, @Nullable Duration runsSince, Duration next) {
        static final Budget UNUSED = new Budget(0, null, Duration.ZERO);

        boolean allows(Duration now) {
            return now.compareTo(next) >= 0;
        }

        /** It was seen to have ended, for the first or another time. */
        Budget ended(Duration now) {
            if (runsSince == null) return this;
            return now.minus(runsSince).compareTo(CALM) >= 0 ? UNUSED : new Budget(used, null, next);
        }

        Budget spent(Duration now) {
            Duration pause = Duration.ofSeconds(1L << Math.min(used, 5));
            return new Budget(used + 1, null, now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
        }

        Budget running(Duration now) {
            return new Budget(used, now, next);
        }
    }
}
