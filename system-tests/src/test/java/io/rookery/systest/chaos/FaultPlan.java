package io.rookery.systest.chaos;

import io.rookery.systest.check.Fault;
import io.rookery.systest.check.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Which faults come, from a seed: all kinds in a random order, again and again; some of them two at a time. For one thread. */
public final class FaultPlan {
    /** A lease is 15 s long. */
    private static final List<Integer> PAUSES = List.of(12, 15, 16, 45);

    private final Random random;
    private final List<Kind> kinds;
    private final List<Kind> deck = new ArrayList<>();

    /** @param kinds that come */
    public FaultPlan(long seed, List<Kind> kinds) {
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
    }

    /** One fault after the other, each the most telling of its kind. */
    public static List<Fault> shortSet() {
        return List.of(
                first(),
                Fault.of(Kind.WORKER_KILL),
                Fault.of(Kind.STORE_KILL),
                Fault.of(Kind.HOST_LOST),
                Fault.of(Kind.GATEWAY_KILL),
                Fault.of(Kind.REDIS_FLUSH),
                Fault.of(Kind.BROWSER_KILL),
                Fault.of(Kind.WORKER_PAUSE, 16),
                Fault.of(Kind.KAFKA_KILL),
                Fault.of(Kind.REDIS_KILL));
    }

    /** The first orderly end of a worker leaves what the later starts are quick by; without it they would take three times as long. */
    public static Fault first() {
        return Fault.of(Kind.WORKER_DRAIN);
    }

    /** What comes next: one, or two at the same time, which hit different parts. */
    public List<Fault> next() {
        Fault first = draw();
        if (random.nextInt(6) != 0) return List.of(first);
        Fault second = draw();
        if (!part(first).equals(part(second))) return List.of(first, second);
        deck.add(second.kind());
        return List.of(first);
    }

    /** How long after everything works again. */
    public Duration pause() {
        return Duration.ofMillis(500 + random.nextInt(4_000));
    }

    private Fault draw() {
        if (deck.isEmpty()) deck.addAll(kinds);
        Kind kind = deck.remove(random.nextInt(deck.size()));
        return switch (kind) {
            case WORKER_PAUSE -> Fault.of(kind, PAUSES.get(random.nextInt(PAUSES.size())));
            case KAFKA_PAUSE, REDIS_PAUSE, STORE_PAUSE -> Fault.of(kind, 2 + random.nextInt(6));
            case WORKER_KILL,
                    HOST_LOST,
                    WORKER_DRAIN,
                    BROWSER_KILL,
                    GATEWAY_KILL,
                    KAFKA_KILL,
                    REDIS_KILL,
                    REDIS_EMPTY,
                    REDIS_OLD,
                    REDIS_FLUSH,
                    STORE_KILL -> Fault.of(kind);
        };
    }

    private static String part(Fault fault) {
        String name = fault.kind().name();
        return name.startsWith("HOST") || name.startsWith("BROWSER") ? "WORKER" : name.substring(0, name.indexOf('_'));
    }
}
