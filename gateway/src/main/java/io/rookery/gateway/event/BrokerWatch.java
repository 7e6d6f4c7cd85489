package io.rookery.gateway.event;

/** Wants to know whether Kafka is there. */
@FunctionalInterface
public interface BrokerWatch {

    /** @param now whether the reader has a connection to any broker; told several times a second */
    void connected(boolean now);
}
