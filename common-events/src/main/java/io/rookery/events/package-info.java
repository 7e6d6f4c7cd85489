/**
 * The contract of Rookery: what travels on its topics.
 *
 * <p>Every value on every topic is a CloudEvent 1.0 in structured JSON whose {@code subject} is the session. {@link io.rookery.events.CloudEventCodec}
 * turns bytes into these records and back; {@link io.rookery.events.Schemas} says what fits. Nothing here knows Kafka, Redis or Spring.
 */
@NullMarked
package io.rookery.events;

import org.jspecify.annotations.NullMarked;
