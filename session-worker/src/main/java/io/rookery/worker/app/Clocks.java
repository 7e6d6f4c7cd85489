package io.rookery.worker.app;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The one place where the program reads a clock or waits on one; everything else is given its time. */
final class Clocks {
    private Clocks() {}

    /** Milliseconds of a clock that never jumps. */
    static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    static void pause(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
