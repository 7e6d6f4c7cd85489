package io.rookery.simulator.server;

import java.time.Duration;

/** Runs things later, on the thread of the rules. */
@FunctionalInterface
public interface Timers {

    /** @return cancels the task where it has not run yet */
    Runnable after(Duration delay, Runnable task);
}
