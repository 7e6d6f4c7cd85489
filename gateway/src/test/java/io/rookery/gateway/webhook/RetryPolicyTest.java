package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final RetryPolicy policy = new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(10));
    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void whatIsTakenIsTaken(int status) {
        assertThat(judge(status, null, 1)).isEqualTo(new Verdict.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 403, 404, 409, 413, 422})
    void whatWillNotChangeIsNotTriedAgain(int status) {
        assertThat(judge(status, null, 1)).isEqualTo(new Verdict.Dead("HTTP_" + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void whatMayPassIsTriedAgainUntilTheLastAttempt(int status) {
        assertThat(judge(status, null, 4)).isInstanceOf(Verdict.Again.class);
        assertThat(judge(status, null, 5)).isEqualTo(new Verdict.Dead("HTTP_" + status));
    }

    @Test
    void whoIsGoneIsGone() {
        assertThat(judge(410, null, 1)).isEqualTo(new Verdict.Gone());
    }

    @Test
    void aForbiddenUrlIsNotTriedAgainAndSilenceIs() {
        assertThat(policy.judge(new Answer.None(Answer.Cause.URL_FORBIDDEN), 1, NOW, random))
                .isEqualTo(new Verdict.Dead("URL_FORBIDDEN"));
        assertThat(policy.judge(new Answer.None(Answer.Cause.TIMEOUT), 1, NOW, random))
                .isInstanceOf(Verdict.Again.class);
        assertThat(policy.judge(new Answer.None(Answer.Cause.NO_ANSWER), 5, NOW, random))
                .isEqualTo(new Verdict.Dead("NO_ANSWER"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "5, 16000", "10, 512000", "11, 600000", "40, 600000", "64, 600000", "1000, 600000"
    })
    void pausesDoubleUpToTheLongestAndAreShortenedByUpToAHalf(int attempt, long full) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int draw = 0; draw < 2_000; draw++) {
            long pause = policy.pause(attempt, random).toMillis();
            assertThat(pause).isBetween(full / 2, full);
            shortest = Math.min(shortest, pause);
            longest = Math.max(longest, pause);
        }
        assertThat(shortest).isLessThan(full * 55 / 100);
        assertThat(longest).isGreaterThan(full * 95 / 100);
    }

    @ParameterizedTest
    @CsvSource({
        "120, 120",
        "' 60 ', 60",
        "'Sat, 21 Nov 2026 12:01:30 GMT', 90",
        "99999, 600",
        "999999999, 600",
        "'Fri, 01 Jan 2100 00:00:00 GMT', 600"
    })
    void theEndpointMayAskForALongerPauseUpToOurLongest(String header, long seconds) {
        Verdict.Again again = (Verdict.Again) judge(503, header, 1);
        assertThat(again.asked()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(again.pause()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "Sat, 21 Nov 2026 11:59:00 GMT", "9999999999999"})
    void whatIsNoPauseIsIgnored(String header) {
        Verdict.Again again = (Verdict.Again) judge(503, header, 1);
        assertThat(again.asked()).isNull();
        assertThat(again.pause()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aShorterPauseThanOursIsNotTaken() {
        Verdict.Again again = (Verdict.Again) judge(429, "1", 4);
        assertThat(again.pause()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    private Verdict judge(int status, @Nullable String retryAfter, int attempt) {
        return policy.judge(new Answer.Status(status, retryAfter), attempt, NOW, new Random(1));
    }
}
