package io.rookery.gateway.ops.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.OrderKeys;
import io.rookery.events.redis.WorkerKeys;
import io.rookery.events.redis.WorkerOrder;
import io.rookery.gateway.ops.WorkerView;
import io.rookery.gateway.ops.Workers;
import io.rookery.gateway.session.redis.RedisCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Reads {@link WorkerKeys}, writes {@link OrderKeys}. Times are of Redis' clock. */
final class RedisWorkers implements Workers {
    private static final Logger log = LoggerFactory.getLogger(RedisWorkers.class);
    private static final Duration LIVES = Duration.ofSeconds(15);
    private static final SetArgs FOR_A_WHILE = SetArgs.Builder.px(OrderKeys.KEPT.toMillis());

    private final RedisReactiveCommands<String, String> redis;
    private final RedisCalls calls;

    RedisWorkers(RedisCalls calls) {
        this.redis = calls.commands();
        this.calls = calls;
    }

    @Override
    public Mono<List<WorkerView>> all() {
        return calls.guarded(known());
    }

    @Override
    public Mono<WorkerView> find(WorkerId worker) {
        return calls.guarded(read(worker).flatMap(Mono::justOrEmpty));
    }

    @Override
    public Mono<WorkerId> order(WorkerId worker, WorkerOrder.Kind kind) {
        return calls.guarded(redis.hget(WorkerKeys.worker(worker), "incarnation")
                .flatMap(incarnation -> leave(
                                OrderKeys.worker(worker), new WorkerOrder(kind, incarnation).encoded(), worker)
                        .thenReturn(worker)));
    }

    @Override
    public Mono<Move> move(SessionId session) {
        Mono<Map<String, String>> record = redis.hmget("rookery:session:" + session, "owner", "until", "desired")
                .filter(KeyValue::hasValue)
                .collectMap(KeyValue::getKey, KeyValue::getValue)
                .filter(fields -> fields.containsKey("desired"));
        return calls.guarded(
                Mono.zip(record, now(), known()).flatMap(all -> move(session, all.getT1(), all.getT2(), all.getT3())));
    }

    private Mono<Move> move(SessionId session, Map<String, String> record, Instant now, List<WorkerView> workers) {
        String owner = record.getOrDefault("owner", "");
        long until = Long.parseLong(record.getOrDefault("until", "0"));
        if (owner.isEmpty() || until <= now.toEpochMilli()) return Mono.just(new Move.NoOwner());
        WorkerId from = new WorkerId(owner.split("/", 2)[0]);
        boolean elsewhere = workers.stream()
                .anyMatch(worker -> !worker.workerId().equals(from.value())
                        && !worker.draining()
                        && worker.lastSignOfLife().plus(LIVES).isAfter(now));
        if (!elsewhere) return Mono.just(new Move.NowhereElse(from));
        return leave(OrderKeys.move(session), owner, from).thenReturn(new Move.Ordered(from));
    }

    /** First the order, then the signal. */
    private Mono<Void> leave(String key, String order, WorkerId worker) {
        return redis.set(key, order, FOR_A_WHILE)
                .then(redis.publish(OrderKeys.CHANNEL, worker.value()))
                .then();
    }

    private Mono<Instant> now() {
        return redis.time()
                .collectList()
                .map(parts -> Instant.ofEpochSecond(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)) * 1000));
    }

    private Mono<List<WorkerView>> known() {
        return redis.zrange(WorkerKeys.WORKERS, 0, -1)
                .filter(WorkerId::isValid)
                .map(WorkerId::new)
                .flatMapSequential(this::read)
                .<WorkerView>handle((found, sink) -> found.ifPresent(sink::next))
                .collectSortedList(Comparator.comparing(WorkerView::workerId));
    }

    private Mono<Optional<WorkerView>> read(WorkerId worker) {
        return redis.hgetall(WorkerKeys.worker(worker))
                .collectMap(KeyValue::getKey, KeyValue::getValue)
                .map(fields -> view(worker, fields));
    }

    /** Empty where the entry has run out; the list is put in order by the workers. */
    private static Optional<WorkerView> view(WorkerId worker, Map<String, String> fields) {
        if (fields.isEmpty()) return Optional.empty();
        try {
            return Optional.of(new WorkerView(
                    worker.value(),
                    fields.get("host"),
                    Integer.parseInt(fields.getOrDefault("slots", "0")),
                    Integer.parseInt(fields.getOrDefault("sessions", "0")),
                    new WorkerView.WhatsApp(
                            Integer.parseInt(fields.getOrDefault("connected", "0")),
                            Integer.parseInt(fields.getOrDefault("disconnected", "0"))),
                    new WorkerView.Memory(
                            Long.parseLong(fields.getOrDefault("memoryUsed", "0")),
                            Long.parseLong(fields.getOrDefault("memoryBudget", "0"))),
                    Boolean.parseBoolean(fields.get("draining")),
                    Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("seen", "0")))));
        } catch (NumberFormatException e) {
            log.atWarn().addKeyValue("workerId", worker).log("a worker's entry can't be read");
            return Optional.empty();
        }
    }
}
