package io.rookery.gateway.command.kafka;

import io.rookery.gateway.event.BrokerWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether it is worth asking Kafka, and how long it is worth waiting. Kafka is
 *
 * <ul>
 *   <li>gone, when no broker is connected: its process has died;
 *   <li>silent, when a command waits and nothing at all came from a broker for a moment: it hangs, or the network does. Slow is not silent: a broker that elects a leader answers the reader;
 *   <li>failing, when it refused a command, or did not take it in time.
 * </ul>
 *
 * While it is silent or failing one command a second may try. Safe for use by many threads.
 */
final class KafkaReachability implements BrokerWatch {
    private static final Logger log = LoggerFactory.getLogger(KafkaReachability.class);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    /** Nobody waits, so there is time to be sure. */
    private static final long IDLE_SILENCE = Duration.ofSeconds(1).toNanos();

    private final long silence;
    private final LongSupplier nanos;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private boolean connected = true;
    private boolean heardOnce;
    private long heardAt;
    private boolean silent;
    private long silentAt;
    private boolean failing;
    private long tryAgainAt;

    /**
     * @param silence how long nothing at all may come from a broker while a command waits
     * @param nanos a monotonic clock, an {@link AwakeClock} outside tests
     */
    KafkaReachability(Duration silence, LongSupplier nanos) {
        this.silence = silence.toNanos();
        this.nanos = nanos;
    }

    /** A command that waits for its acknowledgement. Each is one of a kind. */
    static final class Waiting {
        private final long since;
        private final Runnable lost;

        private Waiting(long since, Runnable lost) {
            this.since = since;
            this.lost = lost;
        }
    }

    /** @param lost called once or never, from any thread: Kafka went or fell silent, and whether it has the command is open */
    Waiting await(Runnable lost) {
        Waiting one = new Waiting(nanos.getAsLong(), lost);
        waiting.add(one);
        return one;
    }

    void done(Waiting one) {
        waiting.remove(one);
    }

    @Override
    public void polled(boolean connectedNow, boolean heard) {
        synchronized (this) {
            if (heard) heard();
            if (connected == connectedNow) return;
            connected = connectedNow;
        }
        log.atWarn().addKeyValue("reachable", connectedNow).log("the connection to Kafka has changed");
        if (!connectedNow) tell(List.copyOf(waiting));
    }

    /** Looks for silence; to be called every few milliseconds. */
    void look() {
        long now = nanos.getAsLong();
        List<Waiting> lost = new ArrayList<>();
        synchronized (this) {
            for (Waiting one : waiting) if (quietFor(one, now) >= silence) lost.add(one);
            if (!lost.isEmpty() || (heardOnce && now - heardAt >= IDLE_SILENCE)) becomeSilent(now);
        }
        tell(lost);
    }

    private long quietFor(Waiting one, long now) {
        return heardOnce ? Math.min(now - one.since, now - heardAt) : now - one.since;
    }

    private void becomeSilent(long now) {
        if (silent) return;
        log.atWarn().log("Kafka is silent");
        silent = true;
        silentAt = now;
        tryAgainAt = now + PAUSE;
    }

    private void heard() {
        long now = nanos.getAsLong();
        if (silent)
            log.atWarn()
                    .addKeyValue("afterMillis", Duration.ofNanos(now - silentAt).toMillis())
                    .log("Kafka answers again");
        heardOnce = true;
        heardAt = now;
        silent = false;
    }

    private void tell(List<Waiting> lost) {
        waiting.removeAll(lost);
        lost.forEach(one -> one.lost.run());
    }

    /** Whether a command may be tried now. */
    synchronized boolean mayTry() {
        if (!connected) return false;
        if (!silent && !failing) return true;
        long now = nanos.getAsLong();
        if (now - tryAgainAt < 0) return false;
        tryAgainAt = now + PAUSE;
        return true;
    }

    /** Kafka has a command. */
    synchronized void succeeded() {
        heard();
        failing = false;
    }

    /** Kafka has refused a command, or not taken it in time. */
    synchronized void failed() {
        if (!failing) log.atWarn().log("Kafka does not acknowledge commands");
        failing = true;
        tryAgainAt = nanos.getAsLong() + PAUSE;
    }

    synchronized boolean isUp() {
        return connected && !silent && !failing;
    }
}
