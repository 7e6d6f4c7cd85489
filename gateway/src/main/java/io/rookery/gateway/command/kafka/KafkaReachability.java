package io.rookery.gateway.command.kafka;

import io.rookery.gateway.event.BrokerWatch;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether it is worth asking Kafka. Known to be away: no connection to any broker, or a command was not acknowledged in time less than a second
 * ago. After that second one command may try. Times come in as nanoseconds of a monotonic clock. Safe for use by many threads.
 */
final class KafkaReachability implements BrokerWatch {
    private static final Logger log = LoggerFactory.getLogger(KafkaReachability.class);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private boolean connected = true;
    private boolean failing;
    private long tryAgainAt;

    @Override
    public synchronized void connected(boolean now) {
        if (connected != now) log.atWarn().addKeyValue("reachable", now).log("the connection to Kafka has changed");
        connected = now;
    }

    /** Whether a command may be tried now. */
    synchronized boolean mayTry(long now) {
        if (!connected) return false;
        if (!failing) return true;
        if (now - tryAgainAt < 0) return false;
        tryAgainAt = now + PAUSE;
        return true;
    }

    synchronized void succeeded() {
        failing = false;
    }

    synchronized void failed(long now) {
        if (!failing) log.atWarn().log("Kafka does not acknowledge commands");
        failing = true;
        tryAgainAt = now + PAUSE;
    }

    synchronized boolean isUp() {
        return connected && !failing;
    }
}
