package io.rookery.worker.session;

import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sessions this worker takes. It waits before each claim, longer the fuller it is, and gives an emptier worker a head start, so that the emptiest one wins without anybody scheduling;
 * and it starts only a few sessions at a time, so that the running ones are not starved. Without room it settles what needs no browser, and says of the rest why it waits.
 */
public final class Placement {
    private static final Logger log = LoggerFactory.getLogger(Placement.class);
    private static final long FULLEST_WAITS_MILLIS = 300;
    /** More than lies between two looks of a worker: of leases that run out nobody is told. */
    private static final long HEAD_START_MILLIS = 600;
    /** Loads that differ by less are the same. */
    private static final double NOTICEABLE = 0.02;

    private static final int SETTLING_AT_ONCE = 4;
    private static final int TOLD_AT_ONCE = 50;
    private static final long LEFT_ALONE_MILLIS = 10_000;
    private static final long STORE_RETRY_MILLIS = 3_000;

    private final LeaseStore leases;
    private final Capacity capacity;
    private final Hosts newHost;
    private final Waiting waiting;
    private final LongSupplier monotonic;
    private final LongConsumer pause;
    private final Map<SessionId, HostRuntime> hosts = new ConcurrentHashMap<>();
    private final Map<SessionId, Long> leftAlone = new ConcurrentHashMap<>(); // until when
    private final Set<SessionId> home = ConcurrentHashMap.newKeySet();
    private volatile boolean claiming = true;
    private volatile double leastLoadElsewhere = Double.POSITIVE_INFINITY;

    /** Makes hosts. */
    public interface Hosts {
        /**
         * @param withoutSlot it only settles what needs no browser
         * @param onEnd called when it has ended
         */
        HostRuntime make(SessionId session, boolean withoutSlot, Consumer<HostRuntime> onEnd);
    }

    /** Tells why a session waits. */
    public interface Waiting {
        void tell(SessionId session, Shortage shortage);
    }

    /** @param pause waits that many milliseconds */
    public Placement(
            LeaseStore leases,
            Capacity capacity,
            Hosts newHost,
            Waiting waiting,
            LongSupplier monotonic,
            LongConsumer pause) {
        this.leases = leases;
        this.capacity = capacity;
        this.newHost = newHost;
        this.waiting = waiting;
        this.monotonic = monotonic;
        this.pause = pause;
    }

    public Collection<HostRuntime> hosts() {
        return hosts.values();
    }

    public Capacity capacity() {
        return capacity;
    }

    /** Whether it hands over what it has, and claims nothing. */
    public boolean isDraining() {
        return !claiming;
    }

    /** [no-takeback] These were this worker's before its process died, and nobody has had them since: they are claimed first. */
    public void comeHome(Set<SessionId> sessions) {
        home.addAll(sessions);
    }

    /** Looks for sessions that nobody has, and claims what this worker has room for. Blocks for a moment; one thread calls it. */
    public void look() {
        if (!claiming) return;
        try {
            for (SessionId session : List.copyOf(home)) {
                if (shortage().isPresent()) break;
                if (home.remove(session)) claim(session, false);
            }
            List<SessionId> free = claimable();
            if (!free.isEmpty() && isFullerThanOthers()) {
                pause.accept(HEAD_START_MILLIS);
                free = claimable();
            }
            for (SessionId session : free) {
                if (!claiming) return;
                if (!consider(session)) break;
            }
            settle();
        } catch (LeaseStoreUnavailable | Amnesia e) {
            log.atDebug().addKeyValue("cause", e.getMessage()).log("nothing is claimed now");
        }
    }

    private List<SessionId> claimable() throws LeaseStoreUnavailable, Amnesia {
        return leases.claimable(capacity.slots() + leftAlone.size() + TOLD_AT_ONCE).stream()
                .filter(session -> !isOurs(session) && !isLeftAlone(session))
                .toList();
    }

    private boolean isFullerThanOthers() {
        return shortage().isEmpty() && capacity.load(withSlot()) > leastLoadElsewhere + NOTICEABLE;
    }

    /** @param leastLoad how full the emptiest of the other workers was lately, see {@link Capacity#load}; infinite where there is none */
    public void others(double leastLoad) {
        leastLoadElsewhere = leastLoad;
    }

    /** @return false where there is no use in looking at others now */
    private boolean consider(SessionId session) {
        var shortage = shortage();
        if (shortage.isPresent()) {
            waiting.tell(session, shortage.get());
            return true;
        }
        if (starting() >= capacity.startingAtOnce()) return false;
        long fullness = Math.round(FULLEST_WAITS_MILLIS * capacity.load(withSlot()));
        if (fullness > 0) pause.accept(fullness);
        if (claiming) claim(session, false);
        return claiming;
    }

    private boolean isOurs(SessionId session) {
        return hosts.containsKey(session) || home.contains(session);
    }

    private boolean isLeftAlone(SessionId session) {
        Long until = leftAlone.get(session);
        if (until == null) return false;
        if (monotonic.getAsLong() < until) return true;
        leftAlone.remove(session);
        return false;
    }

    /** What can be answered without a browser does not wait for a slot. */
    private void settle() throws LeaseStoreUnavailable, Amnesia {
        if (shortage().isEmpty()) return; // an ordinary claim comes at once
        long settling = hosts.size() - withSlot();
        for (SessionId session : leases.settleable(SETTLING_AT_ONCE)) {
            if (!claiming || settling >= SETTLING_AT_ONCE) return;
            if (isOurs(session)) continue;
            claim(session, true);
            settling++;
        }
    }

    private void claim(SessionId session, boolean withoutSlot) {
        HostRuntime host = newHost.make(session, withoutSlot, this::ended);
        if (hosts.putIfAbsent(session, host) != null) return;
        host.start();
        if (!claiming) host.drain(); // the drain may have begun in between
    }

    private void ended(HostRuntime host) {
        hosts.remove(host.session(), host);
        if (host.endReason() != Effect.Reason.NO_EPOCH) return;
        leftAlone.put(host.session(), monotonic.getAsLong() + STORE_RETRY_MILLIS);
        waiting.tell(host.session(), Shortage.STORE_UNAVAILABLE);
    }

    private Optional<Shortage> shortage() {
        return capacity.shortage(withSlot());
    }

    private int withSlot() {
        return (int) hosts.values().stream().filter(HostRuntime::hasSlot).count();
    }

    private long starting() {
        return hosts.values().stream().filter(Placement::isStarting).count();
    }

    private static boolean isStarting(HostRuntime host) {
        return host.hasSlot() && (host.state() == SessionState.QUEUED || host.state() == SessionState.INITIALIZING);
    }

    /** Hands one session over; for a while this worker does not claim it again, so that another one does. @return whether it is here */
    public boolean move(SessionId session) {
        HostRuntime host = hosts.get(session);
        if (host == null) return false;
        leftAlone.put(session, monotonic.getAsLong() + LEFT_ALONE_MILLIS);
        host.drain();
        return true;
    }

    /** From now on nothing is claimed, and every session is handed over. */
    public void drain() {
        claiming = false;
        List<HostRuntime> all = new ArrayList<>(hosts.values());
        all.forEach(HostRuntime::drain);
    }

    /** Sessions are claimed again. */
    public void resume() {
        claiming = true;
    }
}
