package io.rookery.quickstart;

import io.rookery.quickstart.process.Wait;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts parts again that have ended by themselves or were killed: at once, and after 1, 2, 4 … at most 30 s where a part ends again within a
 * minute. Looks every quarter of a second, in a thread of its own. {@link #close()} it before the parts are stopped.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration CALM = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Supplier<? extends Collection<? extends Part>> parts;
    private final Consumer<String> report;
    private final Map<Part, Budget> budgets = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private Supervisor(Supplier<? extends Collection<? extends Part>> parts, Consumer<String> report) {
        this.parts = parts;
        this.report = report;
        this.thread = Thread.ofPlatform().name("supervisor").daemon().unstarted(this::run);
    }

    /**
     * @param parts asked again and again, so that new ones are looked after, too
     * @param report gets one line whenever a part has been started again, or could not be; called in the supervisor's thread
     */
    public static Supervisor of(Supplier<? extends Collection<? extends Part>> parts, Consumer<String> report) {
        var supervisor = new Supervisor(parts, report);
        supervisor.thread.start();
        return supervisor;
    }

    private void run() {
        var clock = Wait.stopwatch();
        Wait.until(Duration.ofDays(36_500), LOOK, () -> {
            for (Part part : parts.get()) {
                if (!closed && !part.isRunning()) {
                    restart(part, clock.elapsed());
                }
            }
            return closed;
        });
    }

    private void restart(Part part, Duration now) {
        Budget budget = budgets.getOrDefault(part, Budget.UNUSED);
        if (!budget.allows(now)) {
            return;
        }
        budgets.put(part, budget.spent(now));
        try {
            part.start();
            report.accept(part.name() + " had ended and was started again");
        } catch (RuntimeException e) {
            if (!closed) {
                report.accept(part.name() + " had ended and could not be started again: " + e.getMessage());
            }
        }
    }

    /** Returns when no restart is under way and none will come; one that is under way is given up, its process may run. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often a part has been started again lately, and when it may be next. Times since the supervisor's start. */
    record Budget(int used, Duration last, Duration next) {
        static final Budget UNUSED = new Budget(0, Duration.ZERO, Duration.ZERO);

        boolean allows(Duration now) {
            return now.compareTo(next) >= 0;
        }

        Budget spent(Duration now) {
            int before = now.minus(last).compareTo(CALM) > 0 ? 0 : used;
            Duration pause = Duration.ofSeconds(1L << Math.min(before, 5));
            return new Budget(before + 1, now, now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
        }
    }
}
