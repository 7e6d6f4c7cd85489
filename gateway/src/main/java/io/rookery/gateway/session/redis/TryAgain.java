package io.rookery.gateway.session.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Spares callers the wait for a Redis that hangs: after a question without an answer one caller in each half second asks, the others are refused at once. Safe for use by many threads. */
final class TryAgain {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final LongSupplier nanos;
    private boolean hanging;
    private long at;

    TryAgain(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized boolean mayTry() {
        if (!hanging) return true;
        long now = nanos.getAsLong();
        if (now - at < 0) return false;
        at = now + PAUSE;
        return true;
    }

    synchronized void timedOut() {
        hanging = true;
        at = nanos.getAsLong() + PAUSE;
    }

    synchronized void answered() {
        hanging = false;
    }
}
