package io.rookery.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rookery.events.SessionId;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Which sessions there are. A session that was started here a moment ago counts, though its record may not be written yet.
 */
public final class SessionDirectory {
    private static final Duration UNTIL_RECORDED = Duration.ofSeconds(60);

    private final SessionRecords records;
    private final Cache<SessionId, Boolean> started = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(UNTIL_RECORDED)
            .executor(Runnable::run)
            .build();

    public SessionDirectory(SessionRecords records) {
        this.records = records;
    }

    void started(SessionId session) {
        started.put(session, true);
    }

    void destroyed(SessionId session) {
        started.invalidate(session);
    }

    /** The session's record; a problem where there is none or it can't be read. */
    Mono<SessionView> get(SessionId session) {
        return records.find(session)
                .filter(view -> !view.isForgotten())
                .switchIfEmpty(Mono.error(() -> notFound(session)))
                .onErrorMap(SessionRecords.RedisUnavailable.class, SessionDirectory::unavailable);
    }

    /** Completes where the session has a record; a problem where it has none, or nobody can tell. */
    public Mono<Void> exists(SessionId session) {
        return get(session).then();
    }

    /** Completes where the session exists; a problem where it does not, or nobody can tell. */
    public Mono<Void> require(SessionId session) {
        return started.getIfPresent(session) != null
                ? Mono.empty()
                : get(session).then();
    }

    /** As {@link #require}, but with Redis away the command decides: its outcome says what Kafka's log knows. */
    public Mono<Void> requireForCommand(SessionId session) {
        return require(session)
                .onErrorResume(
                        ProblemException.class,
                        problem -> problem.problem().code().equals(ProblemCode.REDIS_UNAVAILABLE.name())
                                ? Mono.empty()
                                : Mono.error(problem));
    }

    static ProblemException unavailable(Throwable ignored) {
        return ProblemException.of(ProblemCode.REDIS_UNAVAILABLE, "the session records can't be read now");
    }

    private static ProblemException notFound(SessionId session) {
        return ProblemException.of(ProblemCode.SESSION_NOT_FOUND, "no session has the id " + session);
    }
}
