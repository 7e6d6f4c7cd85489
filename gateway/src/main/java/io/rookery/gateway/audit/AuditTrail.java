package io.rookery.gateway.audit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** What a request turned out to be about, where its address does not say it. Travels with the request in its Reactor context. Safe for use by many threads. */
public final class AuditTrail {
    private final Map<String, String> about = new ConcurrentHashMap<>();

    /** Notes what the request that is being answered is about; nothing where none is. */
    public static void note(ContextView context, String kind, String id) {
        context.<AuditTrail>getOrEmpty(AuditTrail.class).ifPresent(trail -> trail.about.put(kind, id));
    }

    Context in(Context context) {
        return context.put(AuditTrail.class, this);
    }

    Map<String, String> about() {
        return Map.copyOf(about);
    }
}
