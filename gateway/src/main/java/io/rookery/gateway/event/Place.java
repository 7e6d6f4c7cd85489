package io.rookery.gateway.event;

import io.rookery.events.Topic;

/** A partition of an event topic. */
public record Place(Topic topic, int partition) {}
