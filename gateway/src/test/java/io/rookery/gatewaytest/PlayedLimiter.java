package io.rookery.gatewaytest;

import io.rookery.gateway.key.KeyLimit;
import io.rookery.gateway.limit.RateLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Counts without forgetting: a burst, and nothing more. Can be away. */
final class PlayedLimiter implements RateLimiter {
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public Mono<Verdict> take(String keyId, KeyLimit limit) {
        return Mono.defer(() -> {
            if (away) return Mono.empty();
            int so = taken.merge(keyId, 1, Integer::sum);
            boolean fits = so <= limit.burst();
            return Mono.just(new Verdict(
                    fits,
                    Math.max(limit.burst() - so, 0),
                    Duration.ofMillis(1_500),
                    fits ? Duration.ZERO : Duration.ofMillis(2_300)));
        });
    }

    void reset() {
        taken.clear();
        away = false;
    }
}
