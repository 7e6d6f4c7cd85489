package io.rookery.gateway.session.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.session.SessionRecords;
import io.rookery.gateway.session.SessionView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads {@code rookery:session:<id>} and the indexes {@code rookery:ids:<tenant>}. Writes nothing. */
final class RedisSessionRecords implements SessionRecords {
    private static final Logger log = LoggerFactory.getLogger(RedisSessionRecords.class);
    private static final String IDS = "rookery:ids:";
    private static final String MARKER = "rookery:marker";
    private static final String SESSION = "rookery:session:";
    private static final String[] FIELDS = {
        "state",
        "states",
        "desired",
        "reason",
        "text",
        "number",
        "name",
        "tenant",
        "user",
        "owner",
        "epoch",
        "updated",
        "health",
        "healthReasons"
    };

    private final RedisReactiveCommands<String, String> redis;
    private final RedisCalls calls;

    RedisSessionRecords(RedisCalls calls) {
        this.redis = calls.commands();
        this.calls = calls;
    }

    @Override
    public Mono<SessionView> find(TenantId tenant, SessionId session) {
        return calls.guarded(read(session)
                .flatMap(found ->
                        found.filter(view -> isOf(view, tenant)).map(Mono::just).orElseGet(this::missing)));
    }

    @Override
    public Mono<Boolean> isForeign(TenantId tenant, SessionId session) {
        return calls.guarded(read(session)
                .map(found -> found.filter(view -> !isOf(view, tenant)).isPresent()));
    }

    private static boolean isOf(SessionView view, TenantId tenant) {
        return view.tenant().equals(tenant.value());
    }

    /** No record means no session only where Redis has its memory: the marker names the run of the server that the records were written in, or rebuilt. */
    <T> Mono<T> missing() {
        return Mono.zip(redis.get(MARKER).defaultIfEmpty(""), redis.info("server"))
                .flatMap(both -> both.getT1().isEmpty() || !both.getT2().contains("run_id:" + both.getT1())
                        ? Mono.error(RedisUnavailable.withoutMemory())
                        : Mono.empty());
    }

    @Override
    public Mono<Page> page(TenantId tenant, @Nullable SessionId after, int limit) {
        Range<String> range = after == null
                ? Range.unbounded()
                : Range.from(Range.Boundary.excluding(after.value()), Range.Boundary.unbounded());
        return calls.guarded(redis.zrangebylex(IDS + tenant, range, Limit.from(limit))
                .filter(SessionId::isValid)
                .map(SessionId::new)
                .collectList()
                .flatMap(ids -> ids.isEmpty() && after == null
                        ? this.<Page>missing().defaultIfEmpty(new Page(List.of(), null, false))
                        : page(tenant, ids, limit)));
    }

    private Mono<Page> page(TenantId tenant, List<SessionId> ids, int limit) {
        return Flux.fromIterable(ids)
                .flatMapSequential(this::read, 64)
                .<SessionView>handle((found, sink) -> found.ifPresent(sink::next))
                // A memory that came back older may have left an index that says too much.
                .filter(view -> isOf(view, tenant))
                .collectList()
                .map(sessions -> new Page(sessions, ids.isEmpty() ? null : ids.getLast(), ids.size() == limit));
    }

    @Override
    public Mono<Command.Start> startOptions(SessionId session) {
        return calls.guarded(redis.hget(SESSION + session, "start").map(CloudEventCodec::readStart));
    }

    @Override
    public Mono<Boolean> isAvailable() {
        return calls.guarded(redis.ping().map(ignored -> true)).onErrorReturn(RedisUnavailable.class, false);
    }

    Mono<Optional<SessionView>> read(SessionId session) {
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
                    field.apply("health").map(Health::valueOf).orElse(Health.HEALTHY),
                    field.apply("healthReasons")
                            .map(text -> List.of(text.split(",")))
                            .orElse(List.of()),
                    field.apply("number")
                            .map(number -> new SessionView.Account(
                                    number, field.apply("name").orElse(null)))
                            .orElse(null),
                    field.apply("tenant").orElse("default"),
                    field.apply("user").orElse(null),
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
}
