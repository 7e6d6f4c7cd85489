package io.rookery.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.event.EventListener;
import io.rookery.gateway.event.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest code of each session, as long as it can be used. A state that ends the pairing takes back the codes that were told before it,
 * also when it is read first: states and codes come on two topics. Safe for use by many threads; bounded in number and time.
 */
public final class PairingCodes implements EventListener {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Cache<Owned, Known> known = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    private record Owned(TenantId tenant, SessionId session) {}

    /** Where an event stands among all of its session. */
    private record Place(int epoch, int seq) {
        static final Place FIRST = new Place(0, 0);

        static Place of(EventMessage message) {
            return new Place(
                    message.epoch() == null ? 0 : message.epoch().value(), message.seq() == null ? 0 : message.seq());
        }

        boolean isBefore(Place other) {
            return epoch != other.epoch ? epoch < other.epoch : seq < other.seq;
        }
    }

    private record Known(
            @Nullable PairingCode code,
            Place codeAt,
            @Nullable SessionState state,
            Place stateAt) {
        static final Known NOTHING = new Known(null, Place.FIRST, null, Place.FIRST);

        Known with(PairingCode next, Place at) {
            return at.isBefore(codeAt) ? this : new Known(next, at, state, stateAt);
        }

        Known with(SessionState next, Place at) {
            return at.isBefore(stateAt) ? this : new Known(code, codeAt, next, at);
        }

        Known withoutCode() {
            return new Known(null, codeAt, state, stateAt);
        }

        Optional<PairingCode> usable(Instant now) {
            if (code == null || !code.isValid(now)) return Optional.empty();
            boolean over = state != null && endsPairing(state) && codeAt.isBefore(stateAt);
            return over ? Optional.empty() : Optional.of(code);
        }
    }

    public PairingCodes(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void on(SessionEvent event) {
        EventMessage message = event.message();
        Place at = Place.of(message);
        Owned owned = new Owned(event.tenant(), event.session());
        if (message.event() instanceof Event.Qr qr) {
            PairingCode code = new PairingCode(qr.method(), qr.code(), qr.expiresAt());
            known.asMap().compute(owned, (ignored, old) -> orNothing(old).with(code, at));
        } else if (message.event() instanceof Event.Status status) {
            known.asMap().compute(owned, (ignored, old) -> orNothing(old).with(status.state(), at));
        }
    }

    /** The code that can be used now. */
    Optional<PairingCode> current(TenantId tenant, SessionId session) {
        Known now = known.getIfPresent(new Owned(tenant, session));
        return now == null ? Optional.empty() : now.usable(clock.instant());
    }

    /** Another code was asked for: the one that is known now is not to be shown any more, though it may still be good. */
    void forget(TenantId tenant, SessionId session) {
        known.asMap().computeIfPresent(new Owned(tenant, session), (ignored, old) -> old.withoutCode());
    }

    private static Known orNothing(@Nullable Known old) {
        return old == null ? Known.NOTHING : old;
    }

    private static boolean endsPairing(SessionState state) {
        return switch (state) {
            case QR_READY, PAIRING_CODE_READY, DEGRADED, DISCONNECTED -> false;
            case QUEUED, INITIALIZING, AUTHENTICATED, READY, CLOSED, LOGGED_OUT, FAILED, DESTROYED -> true;
        };
    }
}
