package io.rookery.gateway.event;

/** Told every event that counts, in the order of the topics, on the reader's thread: must be quick and must not throw. */
@FunctionalInterface
public interface EventListener {
    void on(SessionEvent event);
}
