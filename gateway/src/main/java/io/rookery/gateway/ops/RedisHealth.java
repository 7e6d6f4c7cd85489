package io.rookery.gateway.ops;

import io.rookery.gateway.session.SessionRecords;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Redis in the management port's health. */
@Component("redis")
final class RedisHealth implements ReactiveHealthIndicator {
    private final SessionRecords records;

    RedisHealth(SessionRecords records) {
        this.records = records;
    }

    @Override
    public Mono<Health> health() {
        return records.isAvailable()
                .map(up -> up ? Health.up().build() : Health.down().build());
    }
}
