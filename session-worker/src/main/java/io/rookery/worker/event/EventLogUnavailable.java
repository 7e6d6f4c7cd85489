package io.rookery.worker.event;

/** Kafka did not answer. */
public final class EventLogUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public EventLogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
