package io.rookery.gateway.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.rookery.gateway.key.KeyLimit;
import io.rookery.gateway.limit.RateLimiter.Verdict;
import io.rookery.quickstart.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The buckets in a real Redis. */
class RedisRateLimiterIT {
    private static final Duration PATIENT = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    @BeforeAll
    static void start() {
        redis = new RedisServer(directory.resolve("redis"));
        redis.start();
        client = RedisClient.create(redis.url());
        connection = client.connect();
        take(limiter(PATIENT), "the first takes its time", new KeyLimit(1, 1));
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        redis.close();
    }

    @Test
    void aBurstIsTakenAndThenTheRate() {
        RedisRateLimiter limiter = limiter(PATIENT);
        // So slow that the test's own time does not count.
        var limit = new KeyLimit(1, 3);
        assertThat(take(limiter, "burst", limit).remaining()).isEqualTo(2);
        assertThat(take(limiter, "burst", limit).remaining()).isEqualTo(1);
        Verdict last = take(limiter, "burst", limit);
        assertThat(last.isTaken()).isTrue();
        assertThat(last.full()).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(3));
        Verdict refused = take(limiter, "burst", limit);
        assertThat(refused.isTaken()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(take(limiter, "another", limit).isTaken()).isTrue();
        assertThat(connection.sync().pttl("rookery:limit:burst")).isBetween(1L, 3_100L);
        await().until(() -> take(limiter, "burst", limit).isTaken());
    }

    @Test
    void twoGatewaysShareABucket() {
        RedisRateLimiter one = limiter(PATIENT);
        RedisRateLimiter two = limiter(PATIENT);
        var limit = new KeyLimit(1, 2);
        assertThat(take(one, "shared", limit).isTaken()).isTrue();
        assertThat(take(two, "shared", limit).isTaken()).isTrue();
        assertThat(take(one, "shared", limit).isTaken()).isFalse();
        assertThat(take(two, "shared", limit).isTaken()).isFalse();
    }

    @Test
    void aRateThatWasRaisedCountsAtOnce() {
        RedisRateLimiter limiter = limiter(PATIENT);
        for (int request = 0; request < 3; request++) take(limiter, "raised", new KeyLimit(1, 2));
        assertThat(take(limiter, "raised", new KeyLimit(1, 2)).isTaken()).isFalse();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> take(limiter, "raised", new KeyLimit(1_000, 2)).isTaken());
    }

    @Test
    void aRedisThatWasWipedBeginsAnew() {
        RedisRateLimiter limiter = limiter(PATIENT);
        var limit = new KeyLimit(1, 1);
        assertThat(take(limiter, "wiped", limit).isTaken()).isTrue();
        connection.sync().scriptFlush();
        assertThat(take(limiter, "wiped", limit).isTaken()).isFalse();
        connection.sync().flushall();
        assertThat(take(limiter, "wiped", limit).isTaken()).isTrue();
    }

    @Test
    void aRedisThatHangsCostsOneWaitInHalfASecondAndLimitsNobody() {
        RedisRateLimiter limiter = limiter(Duration.ofMillis(50));
        var limit = new KeyLimit(1, 1);
        await().until(() -> limiter.take("hanging", limit).blockOptional().isPresent());
        connection.async().clientPause(5_000);
        await().until(() -> limiter.take("hanging", limit).blockOptional().isEmpty());
        Instant begun = Instant.now();
        for (int request = 0; request < 100; request++)
            assertThat(limiter.take("hanging", limit).blockOptional()).isEmpty();
        assertThat(Duration.between(begun, Instant.now()))
                .isLessThan(Duration.ofSeconds(4)); // a wait for each would be 5 s
        await().atMost(Duration.ofSeconds(60))
                .until(() -> limiter.take("hanging", limit).blockOptional().isPresent());
    }

    private static RedisRateLimiter limiter(Duration patience) {
        return new RedisRateLimiter(connection.reactive(), patience, System::nanoTime);
    }

    private static Verdict take(RedisRateLimiter limiter, String key, KeyLimit limit) {
        Optional<Verdict> verdict = limiter.take(key, limit).blockOptional();
        assertThat(verdict).isPresent();
        return verdict.orElseThrow();
    }
}
