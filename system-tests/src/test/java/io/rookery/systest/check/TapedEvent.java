package io.rookery.systest.check;

import io.rookery.events.EventMessage;
import java.time.Instant;

/**
 * An event with its place on its topic. All events of a session are in one partition of a topic, in their order.
 *
 * @param readAt when a reader of the topic had it
 * @param publishedAt when its producer handed it over
 * @param readAt when a reader of the topic had it
 */
public record TapedEvent(
        String topic, int partition, long offset, Instant publishedAt, Instant readAt, EventMessage message) {}
