package io.rookery.worker.lease;

import java.time.Duration;

/**
 * The constants of ownership.
 *
 * @param ttl how long a lease lasts from its renewal, on the store's clock
 * @param renewal how often it is renewed
 * @param margin how much earlier its owner stops to act: it covers what is on its way, and clocks that run differently
 * @param call how long a call of the store may take
 */
public record LeaseTimes(Duration ttl, Duration renewal, Duration margin, Duration call) {
    public static final LeaseTimes DEFAULT =
            new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(2));

    /** How long an owner may act, counted from before the successful renewal was sent. */
    public Duration localValidity() {
        return ttl.minus(margin);
    }
}
