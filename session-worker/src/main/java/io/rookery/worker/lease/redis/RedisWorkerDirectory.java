package io.rookery.worker.lease.redis;

import io.rookery.events.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Tells operators which workers live: {@code rookery:workers} by last sign of life, {@code rookery:worker:<id>} with what they do. Nothing is decided by it. */
public final class RedisWorkerDirectory {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private final ReactiveStringRedisTemplate redis;
    private final Duration timeout;

    public RedisWorkerDirectory(ReactiveStringRedisTemplate redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    /** Blocks for a moment. @throws RuntimeException where Redis does not answer; the next sign of life makes up for it */
    public void signOfLife(WorkerId worker, Instant now, Map<String, String> facts) {
        String key = "rookery:worker:" + worker;
        redis.opsForHash()
                .putAll(key, facts)
                .then(redis.expire(key, KEPT))
                .then(redis.opsForZSet().add("rookery:workers", worker.value(), now.toEpochMilli()))
                .block(timeout);
    }

    /** The worker has stopped in order. */
    public void gone(WorkerId worker) {
        redis.opsForZSet()
                .remove("rookery:workers", worker.value())
                .then(redis.delete("rookery:worker:" + worker))
                .block(timeout);
    }
}
