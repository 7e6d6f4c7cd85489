package io.rookery.gateway.session;

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
import reactor.core.publisher.Mono;

/** Finds the code of a session, waiting for it where the caller wants to. */
final class Pairing {
    private final SessionDirectory directory;
    private final PairingCodes codes;
    private final EventFeed feed;

    Pairing(SessionDirectory directory, PairingCodes codes, EventFeed feed) {
        this.directory = directory;
        this.codes = codes;
        this.feed = feed;
    }

    /** The code; QR_NOT_AVAILABLE with the session's state where none comes up in time or none can come: the session is linked. */
    Mono<PairingCode> code(SessionId session, Duration wait) {
        return Caller.current()
                .flatMap(caller -> current(caller, session)
                        .switchIfEmpty(directory
                                .require(session)
                                .then(Mono.defer(() -> await(caller.tenant(), session, wait)))))
                .switchIfEmpty(Mono.defer(() -> notAvailable(session)));
    }

    /** Codes are of their tenant, so a code that is known needs no look at the session's record. */
    private Mono<PairingCode> current(Caller caller, SessionId session) {
        return caller.covers(session) ? Mono.justOrEmpty(codes.current(caller.tenant(), session)) : Mono.empty();
    }

    private Mono<PairingCode> await(TenantId tenant, SessionId session, Duration wait) {
        if (wait.isZero()) return Mono.empty();
        return directory
                .get(session)
                .map(SessionView::state)
                .onErrorReturn(SessionState.QUEUED)
                .filter(state -> !isLinked(state))
                .flatMap(state -> next(tenant, session))
                .timeout(wait, Mono.empty());
    }

    private Mono<PairingCode> next(TenantId tenant, SessionId session) {
        return feed.follow(session)
                .takeUntil(item -> item instanceof FeedItem.Told told
                        && told.event().message().event() instanceof Event.Status status
                        && isLinked(status.state()))
                .<PairingCode>handle(
                        (item, sink) -> codes.current(tenant, session).ifPresent(sink::next))
                .next()
                .onErrorMap(
                        EventFeed.TooManyFollowers.class,
                        error -> ProblemException.of(ProblemCode.TOO_MANY_STREAMS, "too many callers wait"))
                .onErrorResume(
                        EventFeed.FollowerTooSlow.class, error -> Mono.justOrEmpty(codes.current(tenant, session)));
    }

    private Mono<PairingCode> notAvailable(SessionId session) {
        return directory
                .get(session)
                .map(view -> view.state().name())
                .onErrorReturn(SessionState.QUEUED.name())
                .flatMap(state -> Mono.error(
                        new ProblemException(Problem.of(ProblemCode.QR_NOT_AVAILABLE, "the session is " + state)
                                .withState(state))));
    }

    private static boolean isLinked(SessionState state) {
        return state == SessionState.READY || state == SessionState.AUTHENTICATED;
    }
}
