package io.rookery.gateway.ops;

import io.rookery.gateway.command.CommandPublisher;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Kafka in the management port's health. */
@Component("kafka")
final class KafkaHealth implements ReactiveHealthIndicator {
    private final CommandPublisher publisher;

    KafkaHealth(CommandPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() ->
                publisher.isAvailable() ? Health.up().build() : Health.down().build());
    }
}
