package io.rookery.gateway.webhook;

import io.rookery.events.SessionId;
import java.time.Instant;

/**
 * An event on its way to an endpoint.
 *
 * @param id {@link EventIds}
 * @param type without {@code io.rookery.event.}
 * @param time of the event
 * @param body the CloudEvent as it stood on its topic
 */
public record Delivery(
        Partition partition,
        long offset,
        Instant writtenAt,
        String id,
        SessionId session,
        String type,
        Instant time,
        String body) {

    /** One partition of a topic. */
    public record Partition(String topic, int number) {}

    /** About what it takes in memory, in bytes. */
    long weight() {
        return 512 + 2L * body.length();
    }

    /** Without the body. */
    @Override
    public String toString() {
        return "Delivery[" + id + " " + partition + "@" + offset + "]";
    }
}
