package io.rookery.worker.simulation;

import java.time.Instant;

/** The clocks of one machine: they run at a rate of their own, and the wall clock jumps. */
final class SimClock {
    static final long EPOCH_MILLIS = 1_790_000_000_000L;
    private final Scheduler scheduler;
    private final double rate;
    private final long started;
    private long jumped;

    /** @param rate seconds of this clock in one second of the simulation */
    SimClock(Scheduler scheduler, double rate, long startedMillis) {
        this.scheduler = scheduler;
        this.rate = rate;
        this.started = startedMillis;
    }

    double rate() {
        return rate;
    }

    long monotonic() {
        return started + passed();
    }

    long wallMillis() {
        return EPOCH_MILLIS + jumped + passed();
    }

    Instant wall() {
        return Instant.ofEpochMilli(wallMillis());
    }

    void jump(long millis) {
        jumped += millis;
    }

    /** How long that many milliseconds of this clock take, in the simulation's microseconds. */
    long micros(long millis) {
        return (long) (millis * 1000 / rate);
    }

    private long passed() {
        return (long) (scheduler.now() * rate / 1000);
    }
}
