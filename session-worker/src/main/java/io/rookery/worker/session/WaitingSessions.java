package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.WorkerId;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells why a session waits, once for each reason: in its record and as a status event. The event has no epoch, because nobody owns the session. */
public final class WaitingSessions implements Placement.Waiting {
    private static final Logger log = LoggerFactory.getLogger(WaitingSessions.class);
    /** Somebody with room may just be about to claim it. */
    private static final Duration LEAST_WAIT = Duration.ofSeconds(5);

    private static final long LOOKED_AT_MILLIS = 5_000;

    private final LeaseStore leases;
    private final EventLog events;
    private final WorkerId worker;
    private final HostPorts ports;
    private final Map<SessionId, Looked> looked = new ConcurrentHashMap<>();

    private record Looked(Shortage shortage, long until) {}

    public WaitingSessions(HostPorts ports, WorkerId worker) {
        this.leases = ports.leases();
        this.events = ports.events();
        this.ports = ports;
        this.worker = worker;
    }

    @Override
    public void tell(SessionId session, Shortage shortage) {
        long now = ports.monotonic().getAsLong();
        looked.values().removeIf(it -> it.until() <= now);
        Looked last = looked.get(session);
        if (last != null && last.shortage() == shortage) return;
        looked.put(session, new Looked(shortage, now + LOOKED_AT_MILLIS));
        try {
            Duration leastWait = shortage == Shortage.STORE_UNAVAILABLE ? Duration.ZERO : LEAST_WAIT;
            leases.queued(session, shortage.name(), shortage.text(), leastWait)
                    .ifPresent(queued -> publish(session, shortage, queued));
        } catch (LeaseStoreUnavailable | Amnesia e) {
            log.atDebug().addKeyValue("cause", e.getMessage()).log("nobody was told why a session waits");
        }
    }

    private void publish(SessionId session, Shortage shortage, LeaseStore.Queued queued) {
        var status = new Event.Status(SessionState.QUEUED, queued.lastStates(), shortage.name(), shortage.text(), null);
        Now now = ports.now();
        String id = "queued-%s-%d".formatted(worker, now.wall().toEpochMilli());
        events.publish(new EventMessage(
                        session, id, now.wall(), queued.tenant(), null, null, worker, null, null, status))
                .whenComplete((position, error) -> {
                    if (error != null)
                        log.atWarn()
                                .addKeyValue("sessionId", session)
                                .log("the event that a session waits was not published; its record says it");
                });
    }
}
