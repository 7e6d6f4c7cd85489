package io.rookery.gateway.webhook;

import java.time.Instant;

/**
 * What is known of an event's earlier attempts.
 *
 * @param attempts how many there were
 * @param notBefore when the next one may come
 */
public record Earlier(int attempts, Instant notBefore) {
    public static final Earlier NONE = new Earlier(0, Instant.EPOCH);
}
