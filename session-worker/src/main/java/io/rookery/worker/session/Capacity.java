package io.rookery.worker.session;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much this worker takes, by number and by memory. Safe for use by many threads.
 *
 * @param slots how many sessions
 * @param startingAtOnce how many of them may be starting at the same time
 * @param memoryBudget bytes that the browsers and their drivers may use together
 * @param memoryUsed bytes that they use now
 */
public record Capacity(int slots, int startingAtOnce, long memoryBudget, LongSupplier memoryUsed) {
    private static final double FULL = 0.9;

    /** Why no session more is taken; empty where there is room. */
    Optional<Shortage> shortage(int sessions) {
        if (sessions >= slots) return Optional.of(Shortage.NO_FREE_SLOT);
        return memoryUsed.getAsLong() > FULL * memoryBudget ? Optional.of(Shortage.NO_MEMORY) : Optional.empty();
    }

    /** How full the worker is, from 0 to about 1: by that of the two that is scarcer. */
    double load(int sessions) {
        return Math.max((double) sessions / slots, (double) memoryUsed.getAsLong() / memoryBudget);
    }
}
