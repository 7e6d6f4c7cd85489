package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which sessions a user has, and whether they are in the way of another one. */
final class Users {
    private static final List<String> CHOICES = List.of("use-existing", "replace", "other-id");
    /** What runs comes first, then what was changed last. */
    private static final Comparator<SessionView> FIRST = Comparator.<SessionView, Boolean>comparing(
                    view -> view.desired() == Event.Desired.STOPPED)
            .thenComparing(SessionView::updatedAt, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(SessionView::sessionId);

    private final UserSessions sessions;

    Users(UserSessions sessions) {
        this.sessions = sessions;
    }

    /** The user's sessions, that which counts first; a problem where they can't be read. */
    Mono<List<SessionView>> of(String userId) {
        return Caller.current()
                .flatMap(caller -> covered(caller, userId))
                .map(all -> all.stream().sorted(FIRST).toList())
                .onErrorMap(SessionRecords.RedisUnavailable.class, SessionDirectory::unavailable);
    }

    /** Completes where nothing is known to be in the way of the start; with Redis away admission decides. */
    Mono<Void> check(SessionId session, Command command) {
        if (!(command instanceof Command.Start start) || start.onConflictOrDefault() != OnConflict.REFUSE)
            return Mono.empty();
        String user = start.userId();
        if (user == null) return Mono.empty();
        return Caller.current()
                .flatMap(caller -> covered(caller, user))
                .onErrorResume(SessionRecords.RedisUnavailable.class, away -> Mono.empty())
                .flatMap(all -> all.isEmpty()
                                || all.stream().anyMatch(it -> it.sessionId().equals(session.value()))
                        ? Mono.empty()
                        : Mono.error(conflict(all.stream().min(FIRST).orElseThrow())));
    }

    /** A session that the caller's key does not cover is not shown; where it is in the way of a start, admission says so. */
    private Mono<List<SessionView>> covered(Caller caller, String userId) {
        return sessions.of(caller.tenant(), userId)
                .map(all -> all.stream()
                        .filter(view -> caller.covers(new SessionId(view.sessionId())))
                        .toList());
    }

    private static ProblemException conflict(SessionView other) {
        return new ProblemException(Problem.of(
                        ProblemCode.USER_HAS_SESSION,
                        "use that session, replace it (onConflict=replace), or start this one for another user")
                .withState(other.state().name())
                .withChoices(other.sessionId(), CHOICES));
    }
}
