package io.rookery.gateway.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which answers are final, and when the next attempt comes: after pauses that double, each shortened by up to a half at random, so that what failed together does not come back together.
 *
 * @param attempts how many there are at most
 */
record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    private static final int GONE = 410;

    RetryPolicy {
        if (attempts < 1) throw new IllegalArgumentException("attempts must be at least 1");
        if (!firstPause.isPositive() || longestPause.compareTo(firstPause) < 0)
            throw new IllegalArgumentException("the pauses must be positive, and the longest not below the first");
    }

    /** @param attempt which one it was, from 1 */
    Verdict judge(Answer answer, int attempt, Instant now, RandomGenerator random) {
        return switch (answer) {
            case Answer.Status status when status.status() >= 200 && status.status() < 300 -> new Verdict.Delivered();
            case Answer.Status status when status.status() == GONE -> new Verdict.Gone();
            case Answer.Status status when !mayPass(status.status()) -> new Verdict.Dead(answer.code());
            case Answer.None none when !none.cause().mayPass() -> new Verdict.Dead(none.code());
            case Answer.Status status -> again(status, asked(status.retryAfter(), now), attempt, random);
            case Answer.None none -> again(none, null, attempt, random);
        };
    }

    private Verdict again(Answer answer, @Nullable Duration asked, int attempt, RandomGenerator random) {
        if (attempt >= attempts) return new Verdict.Dead(answer.code());
        Duration pause = pause(attempt, random);
        return new Verdict.Again(asked == null || asked.compareTo(pause) < 0 ? pause : asked, asked);
    }

    Duration pause(int attempt, RandomGenerator random) {
        long longest = longestPause.toMillis();
        // More than 2^40 ms is longer than any pause.
        long doubled = attempt > 40 ? longest : firstPause.toMillis() << (attempt - 1);
        long full = doubled <= 0 || doubled > longest ? longest : doubled;
        return Duration.ofMillis(full - (long) (full / 2.0 * random.nextDouble()));
    }

    private static boolean mayPass(int status) {
        return status >= 500 || status == 408 || status == 425 || status == 429;
    }

    /** Seconds or a date; nothing that is longer than our own longest pause. */
    private @Nullable Duration asked(@Nullable String header, Instant now) {
        if (header == null) return null;
        Duration asked;
        try {
            asked = header.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return null;
        }
        if (asked.isNegative()) return null;
        return asked.compareTo(longestPause) > 0 ? longestPause : asked;
    }
}
