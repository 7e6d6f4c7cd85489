package io.rookery.gateway.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether an endpoint is asked at all. What it is not asked for waits in Kafka.
 *
 * <pre>
 *            failures in a row              the pause is over
 *   Closed ───────────────────→ Open ───────────────────────→ Probing
 *     ↑  ↑                        │ ↑                            │ │
 *     │  └────────────────────────┘ └────────────────────────────┘ │
 *     │   a late answer: it lives       failed: a longer pause     │
 *     └────────────────────────────────────────────────────────────┘
 *                                taken
 * </pre>
 */
sealed interface Breaker {

    /** @param failures in a row that open it */
    record Settings(int failures, Duration firstPause, Duration longestPause) {
        public Settings {
            if (failures < 1) throw new IllegalArgumentException("failures must be at least 1");
            if (!firstPause.isPositive() || longestPause.compareTo(firstPause) < 0)
                throw new IllegalArgumentException("the pauses must be positive, and the longest not below the first");
        }

        Duration pause(int times) {
            Duration pause = firstPause;
            for (int time = 1; time < times && pause.compareTo(longestPause) < 0; time++) pause = pause.multipliedBy(2);
            return pause.compareTo(longestPause) > 0 ? longestPause : pause;
        }
    }

    /** All attempts are made. */
    record Closed(int failures) implements Breaker {}

    /**
     * None is made.
     *
     * @param times how often in a row it was opened
     */
    record Open(int times, Instant until) implements Breaker {
        Probing probe() {
            return new Probing(times);
        }
    }

    /** One attempt is under way that decides. */
    record Probing(int times) implements Breaker {}

    static Breaker closed() {
        return new Closed(0);
    }

    /** The endpoint gave an answer that shows that it works, whatever it thinks of the event. */
    default Breaker answered() {
        return closed();
    }

    default Breaker failed(Instant now, Settings settings) {
        return switch (this) {
            case Closed it ->
                it.failures() + 1 < settings.failures()
                        ? new Closed(it.failures() + 1)
                        : new Open(1, now.plus(settings.pause(1)));
            case Open it -> it;
            case Probing it -> new Open(it.times() + 1, now.plus(settings.pause(it.times() + 1)));
        };
    }

    default boolean isClosed() {
        return this instanceof Closed;
    }
}
