package io.rookery.gatewaytest;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.WorkerOrder;
import io.rookery.gateway.ops.WorkerView;
import io.rookery.gateway.ops.Workers;
import io.rookery.gateway.session.SessionRecords.RedisUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** One worker, which has every session but those told otherwise; can be away. */
final class PlayedWorkers implements Workers {
    private static final WorkerView WORKER = worker(Instant.EPOCH, 6, 1);

    final List<String> ordered = new CopyOnWriteArrayList<>();
    volatile Move move = new Move.Ordered(new WorkerId("worker-1"));
    volatile boolean away;
    volatile WorkerView one = WORKER;

    /** The one worker, as it told at that time how many of its sessions reach WhatsApp and how many do not. */
    static WorkerView worker(Instant told, int connected, int disconnected) {
        return new WorkerView(
                "worker-1",
                "host-1",
                20,
                7,
                new WorkerView.WhatsApp(connected, disconnected),
                new WorkerView.Memory(100, 1000),
                false,
                told);
    }

    @Override
    public Mono<List<WorkerView>> all() {
        return answer(Mono.just(List.of(one)));
    }

    @Override
    public Mono<WorkerView> find(WorkerId worker) {
        return answer(Mono.just(one).filter(it -> it.workerId().equals(worker.value())));
    }

    @Override
    public Mono<WorkerId> order(WorkerId worker, WorkerOrder.Kind kind) {
        return find(worker).map(found -> {
            ordered.add(kind + " " + worker);
            return worker;
        });
    }

    @Override
    public Mono<Move> move(SessionId session) {
        return answer(Mono.fromSupplier(() -> {
            ordered.add("MOVE " + session);
            return move;
        }));
    }

    void reset() {
        ordered.clear();
        move = new Move.Ordered(new WorkerId("worker-1"));
        away = false;
        one = WORKER;
    }

    private <T> Mono<T> answer(Mono<T> answer) {
        return Mono.defer(() -> away ? Mono.error(new RedisUnavailable(new IllegalStateException("played"))) : answer);
    }
}
