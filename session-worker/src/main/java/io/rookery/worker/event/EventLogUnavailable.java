package io.rookery.worker.event;

import org.jspecify.annotations.Nullable;

/** Kafka did not answer. */
public final class EventLogUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public EventLogUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
