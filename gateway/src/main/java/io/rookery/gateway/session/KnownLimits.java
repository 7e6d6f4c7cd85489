package io.rookery.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.event.EventListener;
import io.rookery.gateway.event.SessionEvent;
import java.time.InstantSource;
import java.util.Optional;

/** How far sessions have used up their day, as their owners told last. Safe for use by many threads; bounded. */
final class KnownLimits implements EventListener {
    private final InstantSource clock;
    private final Cache<Owned, Event.Limits> known =
            Caffeine.newBuilder().maximumSize(20_000).executor(Runnable::run).build();

    private record Owned(TenantId tenant, SessionId session) {}

    KnownLimits(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void on(SessionEvent event) {
        if (event.message().event() instanceof Event.Limits limits)
            known.put(new Owned(event.tenant(), event.session()), limits);
    }

    /** Empty where nothing was told, or for a day that is over. */
    Optional<Event.Limits> today(TenantId tenant, SessionId session) {
        return Optional.ofNullable(known.getIfPresent(new Owned(tenant, session)))
                .filter(limits -> limits.resetsAt().isAfter(clock.instant()));
    }
}
