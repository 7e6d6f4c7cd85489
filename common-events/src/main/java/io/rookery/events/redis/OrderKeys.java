package io.rookery.events.redis;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import java.time.Duration;

/**
 * Where operators' orders to workers lie in Redis until they are carried out. The worker looks at them when {@link #CHANNEL} names it, and with every sign of life; so an order outlives a lost signal,
 * but not {@link #KEPT}: one that nobody has carried out by then was for a worker that is gone.
 */
public final class OrderKeys {
    /** Messages: the id of a worker that has an order. */
    public static final String CHANNEL = "rookery:orders";

    public static final String DEBUG = "debug";

    public static final Duration KEPT = Duration.ofMinutes(1);

    private OrderKeys() {}

    /** A {@link WorkerOrder}, encoded; a later one takes the place of an earlier one. */
    public static String worker(WorkerId worker) {
        return "rookery:order:worker:" + worker;
    }

    /** Says that the session's owner, whoever that is, logs in detail what the session does; as long as the key is there. The value is {@link #DEBUG}. */
    public static String logging(SessionId session) {
        return "rookery:logging:" + session;
    }

    /** Says that the session is to be handed over. The value is the owner that shall let it go, as in the session's record; another owner is not meant. */
    public static String move(SessionId session) {
        return "rookery:order:move:" + session;
    }
}
