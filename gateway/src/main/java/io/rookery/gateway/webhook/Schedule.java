package io.rookery.gateway.webhook;

import io.rookery.events.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is sent next to one endpoint. The events of a session go one after the other, and wait for the first of them; several sessions are served at once, those first that have waited longest. Pure:
 * time comes in, attempts go out. For one thread at a time.
 */
final class Schedule {
    private final int parallel;
    private final Breaker.Settings settings;
    private final Map<SessionId, Deque<Waiting>> sessions = new LinkedHashMap<>();
    private Breaker breaker = Breaker.closed();
    private Instant quietUntil = Instant.EPOCH;
    private int running;
    private int held;
    private long weight;

    Schedule(int parallel, Breaker.Settings settings) {
        this.parallel = parallel;
        this.settings = settings;
    }

    /**
     * An attempt that is to be made now.
     *
     * @param number from 1
     * @param dead the cause, where it is to be written to the dead letters and not to be sent any more
     */
    record Attempt(Delivery delivery, int number, @Nullable String dead) {}

    private static final class Waiting {
        private final Delivery delivery;
        private int attempts;
        private Instant notBefore;
        private @Nullable String dead;
        private boolean running;
        private boolean forgotten;

        Waiting(Delivery delivery, Earlier earlier) {
            this.delivery = delivery;
            this.attempts = earlier.attempts();
            this.notBefore = earlier.notBefore();
        }
    }

    void add(Delivery delivery, Earlier earlier) {
        sessions.computeIfAbsent(delivery.session(), ignored -> new ArrayDeque<>())
                .addLast(new Waiting(delivery, earlier));
        held++;
        weight += delivery.weight();
    }

    /** What is to be begun; each must be {@linkplain #settle settled}. */
    List<Attempt> due(Instant now) {
        List<Attempt> due = new ArrayList<>();
        Iterator<Deque<Waiting>> all = sessions.values().iterator();
        while (running < parallel && all.hasNext()) {
            Waiting first = all.next().getFirst();
            if (first.running || first.notBefore.isAfter(now)) continue;
            if (first.dead == null && !admits(now)) continue;
            first.running = true;
            running++;
            due.add(new Attempt(first.delivery, first.attempts + 1, first.dead));
        }
        return due;
    }

    private boolean admits(Instant now) {
        if (quietUntil.isAfter(now)) return false;
        return switch (breaker) {
            case Breaker.Closed ignored -> true;
            case Breaker.Probing ignored -> false;
            case Breaker.Open open -> {
                // Attempts from before it opened may still be under way; they say as much as a probe.
                if (open.until().isAfter(now) || running > 0) yield false;
                breaker = open.probe();
                yield true;
            }
        };
    }

    /** What is true of an event after an attempt. */
    enum Settled {
        /** Delivered, or given up: its record is done. */
        DONE,
        WAITS,
        /** Another gateway's, or this one's once more under a later assignment. */
        FORGOTTEN
    }

    Settled settle(Attempt attempt, Verdict verdict, Instant now) {
        SessionId session = attempt.delivery().session();
        Deque<Waiting> chain = sessions.remove(session);
        if (chain == null) throw new IllegalStateException("nothing of the session is under way: " + attempt);
        Waiting first = chain.getFirst();
        first.running = false;
        running--;
        if (attempt.dead() == null) learn(verdict, now);
        boolean done = false;
        switch (verdict) {
            case Verdict.Delivered ignored -> done = true;
            case Verdict.Dead ignored -> done = true;
            case Verdict.Gone ignored -> done = true;
            case Verdict.Again again -> {
                first.attempts = attempt.number();
                first.notBefore = now.plus(again.pause());
            }
            case Verdict.Unburied unburied -> {
                first.dead = unburied.cause();
                first.notBefore = now.plus(Duration.ofSeconds(1));
            }
        }
        if (done || first.forgotten) {
            chain.removeFirst();
            drop(first);
        }
        // At the end: the others have waited longer.
        if (!chain.isEmpty()) sessions.put(session, chain);
        if (first.forgotten) return Settled.FORGOTTEN;
        return done ? Settled.DONE : Settled.WAITS;
    }

    private void learn(Verdict verdict, Instant now) {
        if (verdict instanceof Verdict.Again again) {
            breaker = breaker.failed(now, settings);
            if (again.asked() != null) quietUntil = now.plus(again.asked());
            return;
        }
        if (isFailure(verdict)) {
            breaker = breaker.failed(now, settings);
            return;
        }
        boolean wasOpen = !breaker.isClosed();
        breaker = breaker.answered();
        if (wasOpen) hurry(now);
    }

    /** The last attempt of an event fails as those before did; only what the endpoint refused on purpose shows that it works. */
    private static boolean isFailure(Verdict verdict) {
        String cause = switch (verdict) {
            case Verdict.Dead dead -> dead.cause();
            case Verdict.Unburied unburied -> unburied.cause();
            default -> null;
        };
        return cause != null && !cause.startsWith("HTTP_3") && !cause.startsWith("HTTP_4");
    }

    /** The endpoint is back: what waits for its next attempt need not wait any longer. */
    private void hurry(Instant now) {
        for (Deque<Waiting> chain : sessions.values()) {
            Waiting first = chain.getFirst();
            if (first.notBefore.isAfter(now)) first.notBefore = now;
        }
    }

    /** When {@link #due} has something to say that it has not now; empty where only an answer or another event changes that. */
    Optional<Instant> wakeAt() {
        if (running >= parallel || breaker instanceof Breaker.Probing) return Optional.empty();
        // What is still under way when it opens wakes by its end.
        boolean onlyDead = breaker instanceof Breaker.Open && running > 0;
        Instant earliest = breaker instanceof Breaker.Open open ? later(open.until(), quietUntil) : quietUntil;
        Instant found = null;
        for (Deque<Waiting> chain : sessions.values()) {
            Waiting first = chain.getFirst();
            if (first.running || (onlyDead && first.dead == null)) continue;
            Instant at = first.dead == null ? later(first.notBefore, earliest) : first.notBefore;
            if (found == null || at.isBefore(found)) found = at;
        }
        return Optional.ofNullable(found);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Another gateway has the partition now. What is under way is settled, and changes nothing. */
    void forget(Delivery.Partition partition) {
        Iterator<Deque<Waiting>> all = sessions.values().iterator();
        while (all.hasNext()) {
            Deque<Waiting> chain = all.next();
            chain.removeIf(waiting -> {
                if (!waiting.delivery.partition().equals(partition)) return false;
                if (waiting.running) waiting.forgotten = true;
                else drop(waiting);
                return !waiting.running;
            });
            if (chain.isEmpty()) all.remove();
        }
    }

    private void drop(Waiting waiting) {
        held--;
        weight -= waiting.delivery.weight();
    }

    /** By offset: events of the partition that were tried in vain. */
    Map<Long, Earlier> tried(Delivery.Partition partition) {
        Map<Long, Earlier> tried = new HashMap<>();
        for (Deque<Waiting> chain : sessions.values()) {
            Waiting first = chain.getFirst();
            if (first.attempts > 0 && first.delivery.partition().equals(partition) && !first.forgotten)
                tried.put(first.delivery.offset(), new Earlier(first.attempts, first.notBefore));
        }
        return tried;
    }

    Breaker breaker() {
        return breaker;
    }

    int held() {
        return held;
    }

    long weight() {
        return weight;
    }
}
