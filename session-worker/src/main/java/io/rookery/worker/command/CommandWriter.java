package io.rookery.worker.command;

import io.rookery.events.CommandMessage;
import io.rookery.worker.event.EventLogUnavailable;

/** Appends a command to the command topic, as anybody may. Safe for use by many threads. */
@FunctionalInterface
public interface CommandWriter {

    /**
     * Waits until it is there. Blocks for seconds at the most.
     *
     * @throws EventLogUnavailable where nobody knows whether it is: append it again, under the same id
     */
    void append(CommandMessage command) throws EventLogUnavailable;
}
