package io.rookery.worker.event;

import io.rookery.events.EventMessage;
import java.util.concurrent.CompletionStage;

/** Publishes events. Safe for use by many threads. */
public interface EventLog {

    /**
     * Publishes an event on the topic of its kind, in the partition of its session.
     *
     * @return its offset there once every in-sync replica has it; fails after a few seconds at the most, and then the event may have been published all the same:
     *     publish the same one again
     */
    CompletionStage<Long> publish(EventMessage message);
}
