package io.rookery.gateway.command.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A monotonic clock that stands still while this program does: while it collects garbage, or gets no CPU. What a broker sent meanwhile has not been read, so its silence says nothing about it. To be
 * ticked often; of the time between two ticks, no more counts than {@code most}. Safe for use by many threads.
 */
final class AwakeClock implements LongSupplier {
    private final LongSupplier nanos;
    private final long most;
    private long tickedAt;
    private long awake;

    /**
     * @param nanos a monotonic clock
     * @param most a few times as long as it is between two ticks
     */
    AwakeClock(LongSupplier nanos, Duration most) {
        this.nanos = nanos;
        this.most = most.toNanos();
        this.tickedAt = nanos.getAsLong();
    }

    synchronized void tick() {
        long now = nanos.getAsLong();
        awake += counted(now);
        tickedAt = now;
    }

    @Override
    public synchronized long getAsLong() {
        return awake + counted(nanos.getAsLong());
    }

    private long counted(long now) {
        return Math.min(now - tickedAt, most);
    }
}
