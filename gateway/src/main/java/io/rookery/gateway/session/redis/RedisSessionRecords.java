package io.rookery.gateway.session.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.gateway.session.SessionRecords;
import io.rookery.gateway.session.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads {@code rookery:session:<id>} and the index {@code rookery:ids}. Writes nothing. */
final class RedisSessionRecords implements SessionRecords {
    private static final Logger log = LoggerFactory.getLogger(RedisSessionRecords.class);
    private static final String IDS = "rookery:ids";
    private static final String SESSION = "rookery:session:";
    private static final String[] FIELDS = {
        "state", "states", "desired", "reason", "text", "number", "name", "tenant", "owner", "epoch", "updated"
    };

    private static final TimeoutException HANGING = new TimeoutException("no answer to an earlier question");

    private final RedisReactiveCommands<String, String> redis;
    private final Duration timeout;
    private final AtomicBoolean answering = new AtomicBoolean(true);
    private final TryAgain tryAgain;

    /** @param nanos a monotonic clock */
    RedisSessionRecords(RedisReactiveCommands<String, String> redis, Duration timeout, LongSupplier nanos) {
        this.redis = redis;
        this.timeout = timeout;
        this.tryAgain = new TryAgain(nanos);
    }

    @Override
    public Mono<SessionView> find(SessionId session) {
        return guarded(read(session).flatMap(Mono::justOrEmpty));
    }

    @Override
    public Mono<Page> page(@Nullable SessionId after, int limit) {
        Range<String> range = after == null
                ? Range.unbounded()
                : Range.from(Range.Boundary.excluding(after.value()), Range.Boundary.unbounded());
        return guarded(redis.zrangebylex(IDS, range, Limit.from(limit))
                .filter(SessionId::isValid)
                .map(SessionId::new)
                .collectList()
                .flatMap(ids -> Flux.fromIterable(ids)
                        .flatMapSequential(this::read, 64)
                        .<SessionView>handle((found, sink) -> found.ifPresent(sink::next))
                        .collectList()
                        .map(sessions ->
                                new Page(sessions, ids.isEmpty() ? null : ids.getLast(), ids.size() == limit))));
    }

    @Override
    public Mono<Boolean> isAvailable() {
        return guarded(redis.ping().map(ignored -> true)).onErrorReturn(RedisUnavailable.class, false);
    }

    private Mono<Optional<SessionView>> read(SessionId session) {
        return redis.hmget(SESSION + session, FIELDS)
                .filter(KeyValue::hasValue)
                .collectMap(KeyValue::getKey, KeyValue::getValue)
                .map(values -> view(session, values));
    }

    private static Optional<SessionView> view(SessionId session, Map<String, String> values) {
        Function<String, Optional<String>> field =
                name -> Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
        if (field.apply("desired").isEmpty() && field.apply("epoch").isEmpty()) return Optional.empty();
        try {
            SessionState state = field.apply("state").map(SessionState::valueOf).orElse(SessionState.QUEUED);
            return Optional.of(new SessionView(
                    session.value(),
                    state,
                    field.apply("states")
                            .map(text -> Arrays.stream(text.split(","))
                                    .map(SessionState::valueOf)
                                    .toList())
                            .orElse(List.of(state)),
                    field.apply("desired").map(Event.Desired::valueOf).orElse(Event.Desired.STOPPED),
                    field.apply("reason").orElse(null),
                    field.apply("text").orElse(null),
                    field.apply("number")
                            .map(number -> new SessionView.Account(
                                    number, field.apply("name").orElse(null)))
                            .orElse(null),
                    field.apply("tenant").orElse("default"),
                    field.apply("owner")
                            .map(owner -> owner.split("/", 2)[0])
                            .filter(worker -> !worker.isEmpty())
                            .orElse(null),
                    field.apply("epoch").map(Integer::parseInt).orElse(0),
                    field.apply("updated")
                            .map(Long::parseLong)
                            .map(Instant::ofEpochMilli)
                            .orElse(null)));
        } catch (IllegalArgumentException e) {
            log.atWarn().addKeyValue("sessionId", session).log("a session record can't be read");
            return Optional.empty();
        }
    }

    private <T> Mono<T> guarded(Mono<T> answer) {
        return Mono.defer(() -> tryAgain.mayTry() ? answer.timeout(timeout) : Mono.error(HANGING))
                .doOnSuccess(ignored -> answers(true))
                .doOnError(error -> error instanceof TimeoutException && error != HANGING, error -> tryAgain.timedOut())
                .onErrorMap(error -> error instanceof RedisException || error instanceof TimeoutException, error -> {
                    answers(false);
                    return new RedisUnavailable(error);
                });
    }

    private void answers(boolean now) {
        if (now) tryAgain.answered();
        if (answering.getAndSet(now) != now)
            log.atWarn().addKeyValue("answers", now).log("whether Redis answers has changed");
    }
}
