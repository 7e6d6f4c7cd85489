package io.rookery.worker.session;

import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sessions this worker takes. It waits before each claim, longer the fuller it is, so that the emptiest worker wins without anybody scheduling; and it starts only a few
 * sessions at a time, so that the running ones are not starved.
 */
public final class Placement {
    private static final Logger log = LoggerFactory.getLogger(Placement.class);
    private static final long FULLEST_WAITS_MILLIS = 300;

    private final LeaseStore leases;
    private final int slots;
    private final int startingAtOnce;
    private final BiFunction<SessionId, Consumer<HostRuntime>, HostRuntime> newHost;
    private final LongConsumer pause;
    private final Map<SessionId, HostRuntime> hosts = new ConcurrentHashMap<>();
    private volatile boolean claiming = true;

    /**
     * @param newHost makes a host that calls its second argument when it has ended
     * @param pause waits that many milliseconds
     */
    public Placement(
            LeaseStore leases,
            int slots,
            int startingAtOnce,
            BiFunction<SessionId, Consumer<HostRuntime>, HostRuntime> newHost,
            LongConsumer pause) {
        this.leases = leases;
        this.slots = slots;
        this.startingAtOnce = startingAtOnce;
        this.newHost = newHost;
        this.pause = pause;
    }

    public Collection<HostRuntime> hosts() {
        return hosts.values();
    }

    public int slots() {
        return slots;
    }

    /** Looks for sessions that nobody has, and claims what this worker has room for. Blocks for a moment; one thread calls it. */
    public void look() {
        if (!claiming || room() <= 0) return;
        try {
            List<SessionId> candidates = leases.claimable(room() + hosts.size());
            for (SessionId session : candidates) {
                if (hosts.containsKey(session)) continue;
                if (!claiming || room() <= 0) return;
                if (!hosts.isEmpty()) pause.accept(FULLEST_WAITS_MILLIS * hosts.size() / slots);
                if (!claiming) return;
                claim(session);
            }
        } catch (LeaseStoreUnavailable | Amnesia e) {
            log.atDebug().addKeyValue("cause", e.getMessage()).log("nothing is claimed now");
        }
    }

    private void claim(SessionId session) {
        HostRuntime host = newHost.apply(session, ended -> hosts.remove(session, ended));
        if (hosts.putIfAbsent(session, host) != null) return;
        host.start();
        if (!claiming) host.drain(); // the drain may have begun in between
    }

    /** How many sessions may be claimed now. */
    private int room() {
        long starting = hosts.values().stream().filter(Placement::isStarting).count();
        return (int) Math.min(slots - hosts.size(), startingAtOnce - starting);
    }

    private static boolean isStarting(HostRuntime host) {
        return host.state() == SessionState.QUEUED || host.state() == SessionState.INITIALIZING;
    }

    /** From now on nothing is claimed, and every session is handed over. */
    public void drain() {
        claiming = false;
        hosts.values().forEach(HostRuntime::drain);
    }
}
