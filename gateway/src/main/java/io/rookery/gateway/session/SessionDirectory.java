package io.rookery.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Which sessions there are, for whoever calls: a session of another tenant, or one that the caller's key does not cover, is none. A session that was started here a moment ago counts, though its
 * record may not be written yet.
 */
public final class SessionDirectory {
    private static final Duration UNTIL_RECORDED = Duration.ofSeconds(60);
    private static final int LOOKED_AT_ONCE = 500;
    private static final int RECORD_LOOKS = 20;
    private static final Duration RECORD_LOOK = Duration.ofMillis(100);

    private final SessionRecords records;
    private final Cache<Owned, Boolean> started = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(UNTIL_RECORDED)
            .executor(Runnable::run)
            .build();

    private record Owned(TenantId tenant, SessionId session) {}

    public SessionDirectory(SessionRecords records) {
        this.records = records;
    }

    /** The session's record; a problem where there is none or it can't be read. */
    Mono<SessionView> get(SessionId session) {
        return covering(session).flatMap(caller -> find(caller, session));
    }

    /** The caller's sessions, ordered by id. @param states none for all */
    Mono<SessionPage> page(@Nullable SessionId after, int limit, Set<SessionState> states) {
        return Caller.current()
                .flatMap(caller -> visible(caller, after)
                        .filter(view -> states.isEmpty() || states.contains(view.state()))
                        .take(limit + 1L)
                        .collectList()
                        .map(found -> SessionPage.of(found, limit)))
                .onErrorMap(SessionRecords.RedisUnavailable.class, SessionDirectory::unavailable);
    }

    /** Completes where the session has a record; a problem where it has none, or nobody can tell. */
    public Mono<Void> exists(SessionId session) {
        return get(session).then();
    }

    /** Completes where the session exists; a problem where it does not, or nobody can tell. */
    public Mono<Void> require(SessionId session) {
        return covering(session)
                .flatMap(caller -> started.getIfPresent(new Owned(caller.tenant(), session)) != null
                        ? Mono.<SessionView>empty()
                        : find(caller, session))
                .then();
    }

    /** The session's record, also where it is written only in this moment: the session was just started here. */
    Mono<SessionView> recorded(SessionId session) {
        return require(session)
                .then(Mono.defer(() -> get(session))
                        .retryWhen(Retry.fixedDelay(RECORD_LOOKS, RECORD_LOOK)
                                .filter(SessionDirectory::isNotFound)
                                .onRetryExhaustedThrow((looks, last) -> last.failure())));
    }

    /** As {@link #require}, but with Redis away the command decides: it carries the tenant, and its outcome says what Kafka's log knows. */
    public Mono<Void> requireForCommand(SessionId session) {
        return require(session).onErrorResume(SessionDirectory::isAbsence, ignored -> Mono.empty());
    }

    /** Completes where the caller may start the session: it is its own, or nobody's. With Redis away the command decides. From then on it counts as there. */
    Mono<Void> starting(SessionId session) {
        return covering(session)
                .flatMap(caller -> records.isForeign(caller.tenant(), session)
                        .onErrorReturn(SessionRecords.RedisUnavailable.class, false)
                        .map(foreign -> {
                            if (foreign) throw notFound(session);
                            started.put(new Owned(caller.tenant(), session), true);
                            return caller;
                        }))
                .then();
    }

    Mono<Void> destroyed(SessionId session) {
        return Caller.current()
                .doOnNext(caller -> started.invalidate(new Owned(caller.tenant(), session)))
                .then();
    }

    /** The caller, where its key covers the session: that is known without asking anybody. */
    private static Mono<Caller> covering(SessionId session) {
        return Caller.current()
                .filter(caller -> caller.covers(session))
                .switchIfEmpty(Mono.error(() -> notFound(session)));
    }

    private Mono<SessionView> find(Caller caller, SessionId session) {
        return records.find(caller.tenant(), session)
                .filter(view -> !view.isForgotten())
                .switchIfEmpty(Mono.error(() -> notFound(session)))
                .onErrorMap(SessionRecords.RedisUnavailable.class, SessionDirectory::unavailable);
    }

    /** A key of few sessions asks for them; the index is of all its tenant has. */
    private Flux<SessionView> visible(Caller caller, @Nullable SessionId after) {
        Flux<SessionView> found = caller.sessions().isEmpty()
                ? all(caller.tenant(), after)
                : Flux.fromStream(caller.sessions().stream()
                                .filter(session -> after == null || session.compareTo(after) > 0)
                                .sorted())
                        .concatMap(session -> records.find(caller.tenant(), session), 1);
        return found.filter(view -> !view.isForgotten());
    }

    private Flux<SessionView> all(TenantId tenant, @Nullable SessionId after) {
        return records.page(tenant, after, LOOKED_AT_ONCE)
                .expand(page -> page.more() && page.last() != null
                        ? records.page(tenant, page.last(), LOOKED_AT_ONCE)
                        : Mono.empty())
                .concatMapIterable(SessionRecords.Page::sessions, 1);
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof ProblemException problem
                && problem.problem().code().equals(ProblemCode.SESSION_NOT_FOUND.name());
    }

    private static boolean isAbsence(Throwable error) {
        return error instanceof ProblemException problem
                && problem.problem().code().equals(ProblemCode.REDIS_UNAVAILABLE.name());
    }

    static ProblemException unavailable(Throwable ignored) {
        return ProblemException.of(ProblemCode.REDIS_UNAVAILABLE, "the session records can't be read now");
    }

    private static ProblemException notFound(SessionId session) {
        return ProblemException.of(ProblemCode.SESSION_NOT_FOUND, "no session has the id " + session);
    }
}
