package io.rookery.gateway.event;

/** Wants to know whether Kafka is there. */
@FunctionalInterface
public interface BrokerWatch {

    /**
     * Told after every poll of the reader, many times a second.
     *
     * @param connected whether the reader has a connection to any broker
     * @param heard whether anything came from a broker since the poll before; a broker that lives answers the reader's open question at least every {@link #PULSE_MILLIS}
     */
    void polled(boolean connected, boolean heard);

    /** How long a broker may keep the reader's question open when there is nothing new. Short, so that silence tells of a broker that hangs: its connections stay open. */
    int PULSE_MILLIS = 50;
}
