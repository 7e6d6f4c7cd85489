package io.rookery.systest.check;

import io.rookery.events.Command;
import java.time.Instant;

/**
 * A command that somebody has written.
 *
 * @param at when its producer handed it over
 * @param partition -1 where Kafka has acknowledged the command, but does not have it
 * @param offset in that partition
 */
public record Written(String session, String id, Command command, Instant at, int partition, long offset) {}
