package io.rookery.worker.app;

import io.rookery.events.SessionId;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.session.HostRuntime;
import io.rookery.worker.session.Placement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Orders as the placement carries them out. */
record PlacementOrders(Placement placement) implements WorkerOrders.Target {

    /** A session that is being taken over has no renewal yet; an order for it waits. */
    @Override
    public Map<SessionId, String> owned() {
        Map<SessionId, String> owned = new HashMap<>();
        for (HostRuntime host : placement.hosts()) {
            LeaseStore.Renewal renewal = host.renewal();
            if (renewal != null) owned.put(renewal.session(), renewal.token().toString());
        }
        return owned;
    }

    @Override
    public void move(SessionId session) {
        placement.move(session);
    }

    @Override
    public void log(Set<SessionId> sessions) {
        placement.hosts().forEach(host -> host.logInDetail(sessions.contains(host.session())));
    }

    @Override
    public void drain() {
        placement.drain();
    }

    @Override
    public void resume() {
        placement.resume();
    }
}
