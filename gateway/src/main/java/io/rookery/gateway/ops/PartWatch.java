package io.rookery.gateway.ops;

import io.rookery.gateway.command.CommandPublisher;
import io.rookery.gateway.media.StoreState;
import io.rookery.gateway.ops.Part.Status;
import io.rookery.gateway.session.SessionRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at every part again and again, whether anybody asks or not: only so it can tell since when a part is as it is. */
@Component
class PartWatch implements SmartLifecycle {
    static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LIVES = Duration.ofSeconds(15);

    private final CommandPublisher kafka;
    private final SessionRecords redis;
    private final StoreState store;
    private final Workers workers;
    private final InstantSource clock;
    private volatile Parts seen;
    private volatile @Nullable Disposable watching;

    /** @param known the workers, as they told last; null where Redis could not say */
    record Parts(
            Part kafka,
            Part redis,
            Part store,
            Part workers,
            Part whatsapp,
            @Nullable List<WorkerView> known) {}

    private record Look(
            Status kafka,
            Status redis,
            Status store,
            Status workers,
            Status whatsapp,
            @Nullable List<WorkerView> known) {}

    PartWatch(CommandPublisher kafka, SessionRecords redis, StoreState store, Workers workers, InstantSource clock) {
        this.kafka = kafka;
        this.redis = redis;
        this.store = store;
        this.workers = workers;
        this.clock = clock;
        Part unknown = new Part(Status.UNKNOWN, clock.instant());
        this.seen = new Parts(unknown, unknown, unknown, unknown, unknown, null);
    }

    /** As they were when they were last looked at, {@link #EVERY} or a little longer ago. */
    Parts parts() {
        return seen;
    }

    /** Looks at all of them now. */
    Mono<Parts> look() {
        Mono<Boolean> storeUp = store.isConfigured() ? up(store.isAvailable()) : Mono.just(false);
        Mono<List<WorkerView>> known = workers.all().timeout(PATIENCE).onErrorResume(error -> Mono.empty());
        return Mono.zip(
                        up(redis.isAvailable()),
                        storeUp,
                        known.map(List::copyOf).map(java.util.Optional::of).defaultIfEmpty(java.util.Optional.empty()))
                .map(all -> note(new Look(
                        status(kafka.isAvailable()),
                        status(all.getT1()),
                        store.isConfigured() ? status(all.getT2()) : Status.NOT_CONFIGURED,
                        all.getT3().map(this::status).orElse(Status.UNKNOWN),
                        all.getT3().map(this::whatsapp).orElse(Status.UNKNOWN),
                        all.getT3().orElse(null))));
    }

    /** Whether a worker lives that could take a session. */
    private Status status(List<WorkerView> known) {
        return status(living(known).anyMatch(worker -> !worker.draining()));
    }

    /** Where one session has it, what the others lack is their own. */
    private Status whatsapp(List<WorkerView> known) {
        int connected =
                living(known).mapToInt(worker -> worker.whatsapp().connected()).sum();
        int disconnected = living(known)
                .mapToInt(worker -> worker.whatsapp().disconnected())
                .sum();
        if (connected + disconnected == 0) return Status.UNKNOWN;
        return status(connected > 0);
    }

    private Stream<WorkerView> living(List<WorkerView> known) {
        Instant dead = clock.instant().minus(LIVES);
        return known.stream().filter(worker -> worker.lastSignOfLife().isAfter(dead));
    }

    private synchronized Parts note(Look look) {
        Instant now = clock.instant();
        Parts before = seen;
        Parts after = new Parts(
                next(before.kafka(), look.kafka(), now),
                next(before.redis(), look.redis(), now),
                next(before.store(), look.store(), now),
                next(before.workers(), look.workers(), now),
                next(before.whatsapp(), look.whatsapp(), now),
                look.known());
        seen = after;
        return after;
    }

    private static Part next(Part before, Status status, Instant now) {
        return before.status() == status ? before : new Part(status, now);
    }

    private static Mono<Boolean> up(Mono<Boolean> answer) {
        return answer.timeout(PATIENCE).onErrorReturn(false).defaultIfEmpty(false);
    }

    private static Status status(boolean up) {
        return up ? Status.UP : Status.DOWN;
    }

    @Override
    public void start() {
        watching = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(ignored -> look().onErrorResume(error -> Mono.empty()), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable running = watching;
        if (running != null) running.dispose();
        watching = null;
    }

    @Override
    public boolean isRunning() {
        return watching != null;
    }
}
