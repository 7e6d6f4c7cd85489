package io.rookery.gateway.webhook;

/** Reads events for endpoints. Safe for use by many threads. */
public interface EventReaders {

    /** Begins to read for an endpoint what nobody has finished yet. Returns at once; the endpoint is the reader's from now on. */
    Reading start(Endpoint endpoint);

    /** Forgets how far a web hook had come, when no gateway reads for it any more. Returns at once. */
    void forget(WebhookId webhook);

    /** Reading for one endpoint. */
    interface Reading {
        /** Ends it and closes the endpoint; blocks until how far it has come is written down, for some seconds at most. */
        void stop();
    }
}
