package io.rookery.systest.check;

import java.time.Instant;

/** A record among the commands that nothing ties to a session and an id. */
public record Poison(int partition, long offset, Instant at) {}
