package io.rookery.systest.check;

import io.rookery.events.Command;
import java.time.Instant;

/**
 * A command that Kafka has acknowledged to the client.
 *
 * @param at when the client handed it over
 * @param offset in the partition to which the client wrote it
 */
public record Written(String session, String id, Command command, Instant at, int partition, long offset) {}
