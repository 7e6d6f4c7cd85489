package io.rookery.quickstart.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true: the one place of this module that sleeps and reads the monotonic clock. */
public final class Wait {
    private static final Duration STEP = Duration.ofMillis(25);

    private Wait() {}

    /**
     * Asks again and again, every 25 ms, in the caller's thread.
     *
     * @return false where the condition was not true before {@code timeout} was over
     */
    public static boolean until(Duration timeout, BooleanSupplier condition) {
        return until(timeout, STEP, condition);
    }

    /** As {@link #until(Duration, BooleanSupplier)}, with another time between the questions. */
    public static boolean until(Duration timeout, Duration step, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pause(step);
        }
        return true;
    }

    /** @return a clock that stands at zero now */
    public static Stopwatch stopwatch() {
        long start = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - start);
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted while waiting", e);
        }
    }

    /** Says how long ago it was made. */
    @FunctionalInterface
    public interface Stopwatch {
        Duration elapsed();
    }
}
