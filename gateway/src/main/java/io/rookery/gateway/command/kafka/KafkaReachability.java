package io.rookery.gateway.command.kafka;

import io.rookery.gateway.event.BrokerWatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether it is worth asking Kafka. Known to be away: no connection to any broker, or a command was not acknowledged in time less than a second
 * ago. After that second one command may try. Times come in as nanoseconds of a monotonic clock. Safe for use by many threads.
 */
final class KafkaReachability implements BrokerWatch {
    private static final Logger log = LoggerFactory.getLogger(KafkaReachability.class);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Set<Runnable> whenLost = ConcurrentHashMap.newKeySet();
    private boolean connected = true;
    private boolean failing;
    private long tryAgainAt;

    @Override
    public void connected(boolean now) {
        synchronized (this) {
            if (connected == now) return;
            connected = now;
        }
        log.atWarn().addKeyValue("reachable", now).log("the connection to Kafka has changed");
        if (!now) List.copyOf(whenLost).forEach(Runnable::run);
    }

    /** Runs it when the last connection is lost, until {@link #forget}. */
    void whenLost(Runnable action) {
        whenLost.add(action);
    }

    void forget(Runnable action) {
        whenLost.remove(action);
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
