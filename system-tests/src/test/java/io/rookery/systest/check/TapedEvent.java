package io.rookery.systest.check;

import io.rookery.events.EventMessage;

/** An event with its place on its topic. All events of a session are in one partition of a topic, in their order. */
public record TapedEvent(String topic, int partition, long offset, EventMessage message) {}
