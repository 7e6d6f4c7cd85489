package io.rookery.gateway.stream;

import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.event.Following;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One open stream. It takes from the feed only what its connection has room for, so nothing waits here for a slow reader; it shows now and then that it lives, and whether its key still does. All of it
 * happens on the connection's own thread.
 */
final class LiveStream implements AutoCloseable {
    private static final Duration UNTIL_WRITABLE = Duration.ofMillis(50);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Following following;
    private final Wire wire;
    private final Mono<Void> keyEnded;
    private final Disposable keyWatch;
    private final InstantSource clock;
    private final Times times;
    private final Consumer<Step.Reason> cutFor;
    private long nextBeat;
    private long stuckSince;
    private boolean stuck;
    private String told = "";
    private volatile boolean keyIsOver;
    private volatile long heard = Long.MAX_VALUE;
    private boolean ended;

    /**
     * @param heartbeat between two signs of life
     * @param stall how long the connection may take nothing
     */
    record Times(Duration heartbeat, Duration stall) {
        /** How long a peer that answers heartbeats may answer none, in milliseconds. */
        long silence() {
            return Math.max(3 * heartbeat.toMillis(), stall.toMillis());
        }
    }

    /**
     * @param keyEnded completes when the caller's key is good no more
     * @param cutFor is told why, once, where this side ends the stream
     */
    LiveStream(
            Following following,
            Wire wire,
            Mono<Void> keyEnded,
            InstantSource clock,
            Times times,
            Consumer<Step.Reason> cutFor) {
        this.following = following;
        this.wire = wire;
        this.keyEnded = keyEnded.doOnSuccess(ignored -> keyIsOver = true).cache();
        this.keyWatch = this.keyEnded.subscribe();
        this.clock = clock;
        this.times = times;
        this.cutFor = cutFor;
        this.nextBeat = clock.millis() + times.heartbeat().toMillis();
    }

    Flux<Step> steps() {
        return Mono.defer(this::step).repeat(() -> !ended).subscribeOn(wire.thread());
    }

    /** The peer has shown that it lives. From the first time on it must go on doing so. */
    void heard() {
        heard = clock.millis();
    }

    @Override
    public void close() {
        keyWatch.dispose();
        following.close();
    }

    /** Empty where there was nothing to write; then it is asked again. */
    private Mono<Step> step() {
        long now = clock.millis();
        if (!wire.isWritable()) return stuck(now);
        stuck = false;
        if (keyIsOver) return end(Step.Reason.KEY_REVOKED);
        if (now >= nextBeat) return beat(now);
        List<FeedItem> items;
        try {
            items = following.take();
        } catch (EventFeed.FollowerTooSlow e) {
            return cut(Step.Reason.SLOW_READER);
        }
        if (!items.isEmpty()) {
            told = items.getLast().cursor();
            return Mono.just(new Step.Items(items));
        }
        if (following.isOver()) return end(Step.Reason.GATEWAY_STOPS);
        return Mono.firstWithSignal(following.ready(), keyEnded)
                .publishOn(wire.thread())
                .timeout(Duration.ofMillis(nextBeat - now), Mono.empty(), wire.thread())
                .then(Mono.empty());
    }

    private Mono<Step> stuck(long now) {
        if (!stuck) stuckSince = now;
        stuck = true;
        if (now - stuckSince >= times.stall().toMillis()) return cut(Step.Reason.SLOW_READER);
        return Mono.delay(UNTIL_WRITABLE, wire.thread()).then(Mono.empty());
    }

    private Mono<Step> beat(long now) {
        nextBeat = now + times.heartbeat().toMillis();
        if (heard < now - times.silence()) return cut(Step.Reason.SILENT);
        String cursor = following.cursor();
        boolean same = cursor.equals(told);
        told = cursor;
        return Mono.just(new Step.Beat(same ? null : cursor));
    }

    private Mono<Step> cut(Step.Reason reason) {
        wire.closeAfter(LAST_WORDS);
        return end(reason);
    }

    private Mono<Step> end(Step.Reason reason) {
        ended = true;
        cutFor.accept(reason);
        following.close();
        return Mono.just(new Step.End(reason));
    }
}
