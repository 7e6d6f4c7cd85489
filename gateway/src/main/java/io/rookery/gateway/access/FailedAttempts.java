package io.rookery.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many wrong keys came from an address lately, in memory and at this gateway. A key that is good is let in from everywhere: many callers may share an address, and a secret of 256 bits is not
 * guessed however often somebody tries. It is noise and load that are kept down. Bounded; safe for use by many threads.
 */
final class FailedAttempts {
    private static final long COST = Duration.ofSeconds(2).toNanos();

    private final long most;
    private final LongSupplier nanos;
    /** Until when each address is in debt: all tries are free again then. */
    private final Cache<InetAddress, Long> debts;

    /** @param nanos a monotonic clock */
    FailedAttempts(int atOnce, LongSupplier nanos) {
        this.most = atOnce * COST;
        this.nanos = nanos;
        this.debts = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofNanos(Math.max(most, COST)))
                .executor(Runnable::run)
                .build();
    }

    /** Counts one. @return how long the address has to wait; zero where it may try on */
    Duration count(InetAddress address) {
        long now = nanos.getAsLong();
        long debt = debts.asMap()
                .merge(
                        address,
                        now + COST,
                        (old, ignored) -> Math.min(Math.max(old - now, 0) + COST, most + COST) + now);
        return Duration.ofNanos(Math.max(debt - now - most, 0));
    }
}
