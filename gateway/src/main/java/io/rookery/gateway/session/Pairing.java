package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds the code of a session, waiting for it where the caller wants to. */
final class Pairing {
    /** Why a session that was to show letters shows a QR code, as its worker tells it. */
    private static final String REFUSED = "PAIRING_CODE_REFUSED";

    private final SessionDirectory directory;
    private final PairingCodes codes;
    private final EventFeed feed;

    Pairing(SessionDirectory directory, PairingCodes codes, EventFeed feed) {
        this.directory = directory;
        this.codes = codes;
        this.feed = feed;
    }

    /** The code, of whichever kind; QR_NOT_AVAILABLE with the session's state where none comes up in time or none can come: the session is linked. */
    Mono<PairingCode> code(SessionId session, Duration wait) {
        return code(session, wait, Wanted.ANY);
    }

    /** The code to type; PAIRING_CODE_NOT_AVAILABLE as above, and where WhatsApp gives none. */
    Mono<PairingCode> typed(SessionId session, Duration wait) {
        return code(session, wait, Wanted.TYPED);
    }

    /** Which codes are looked for, and what is said where there is none. */
    private enum Wanted {
        ANY(ProblemCode.QR_NOT_AVAILABLE),
        TYPED(ProblemCode.PAIRING_CODE_NOT_AVAILABLE);

        private final ProblemCode missing;

        Wanted(ProblemCode missing) {
            this.missing = missing;
        }

        boolean is(PairingCode code) {
            return this == ANY || code.method() == Command.Method.CODE;
        }

        /** Whether no code can come any more: the session is linked, or WhatsApp gives no letters. */
        boolean isOver(SessionState state, @Nullable String reason) {
            return isLinked(state) || this == TYPED && REFUSED.equals(reason);
        }
    }

    private Mono<PairingCode> code(SessionId session, Duration wait, Wanted wanted) {
        return Caller.current()
                .flatMap(caller -> known(caller, session, wanted)
                        .switchIfEmpty(directory
                                .require(session)
                                .then(Mono.defer(() -> await(caller.tenant(), session, wait, wanted)))))
                .switchIfEmpty(Mono.defer(() -> notAvailable(session, wanted)));
    }

    /** Codes are of their tenant, so a code that is known needs no look at the session's record. */
    private Mono<PairingCode> known(Caller caller, SessionId session, Wanted wanted) {
        return caller.covers(session) ? Mono.justOrEmpty(current(caller.tenant(), session, wanted)) : Mono.empty();
    }

    private Optional<PairingCode> current(TenantId tenant, SessionId session, Wanted wanted) {
        return codes.current(tenant, session).filter(wanted::is);
    }

    private Mono<PairingCode> await(TenantId tenant, SessionId session, Duration wait, Wanted wanted) {
        if (wait.isZero()) return Mono.empty();
        return directory
                .get(session)
                .map(view -> wanted.isOver(view.state(), view.reason()))
                .onErrorReturn(false)
                .filter(over -> !over)
                .flatMap(ignored -> next(tenant, session, wanted))
                .timeout(wait, Mono.empty());
    }

    private Mono<PairingCode> next(TenantId tenant, SessionId session, Wanted wanted) {
        return feed.follow(session)
                .takeUntil(item -> item instanceof FeedItem.Told told
                        && told.event().message().event() instanceof Event.Status status
                        && wanted.isOver(status.state(), status.reason()))
                .<PairingCode>handle(
                        (item, sink) -> current(tenant, session, wanted).ifPresent(sink::next))
                .next()
                .onErrorMap(
                        EventFeed.TooManyFollowers.class,
                        error -> ProblemException.of(ProblemCode.TOO_MANY_STREAMS, "too many callers wait"))
                .onErrorResume(
                        EventFeed.FollowerTooSlow.class, error -> Mono.justOrEmpty(current(tenant, session, wanted)));
    }

    private Mono<PairingCode> notAvailable(SessionId session, Wanted wanted) {
        return directory
                .get(session)
                .map(view -> view.state().name())
                .onErrorReturn(SessionState.QUEUED.name())
                .flatMap(state -> Mono.error(new ProblemException(
                        Problem.of(wanted.missing, "the session is " + state).withState(state))));
    }

    static boolean isLinked(SessionState state) {
        return state == SessionState.READY || state == SessionState.AUTHENTICATED;
    }
}
