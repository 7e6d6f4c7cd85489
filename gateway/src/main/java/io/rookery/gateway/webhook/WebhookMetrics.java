package io.rookery.gateway.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is counted of one web hook at this gateway; gone with it. */
final class WebhookMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<DeliveryLog.Result, Timer> attempts = new EnumMap<>(DeliveryLog.Result.class);
    private final Counter deadLetters;
    private final List<Meter> all = new CopyOnWriteArrayList<>();

    WebhookMetrics(MeterRegistry registry, WebhookId webhook) {
        this.registry = registry;
        this.tags = Tags.of("webhook", webhook.value());
        for (DeliveryLog.Result result : DeliveryLog.Result.values())
            attempts.put(
                    result,
                    add(Timer.builder("rookery.gateway.webhook.attempts")
                            .description("Attempts to deliver an event, by what they came to")
                            .tags(tags.and("result", result.name().toLowerCase(Locale.ROOT)))
                            .register(registry)));
        deadLetters = add(Counter.builder("rookery.gateway.webhook.dead.letters")
                .description("Events that were given up")
                .tags(tags)
                .register(registry));
    }

    void follow(Endpoint endpoint, InstantSource clock) {
        add(Gauge.builder("rookery.gateway.webhook.lag", endpoint, it -> lag(it, clock))
                .description("How long the oldest event under way has waited")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        add(Gauge.builder("rookery.gateway.webhook.breaker.open", endpoint, it -> it.isOpen() ? 1 : 0)
                .description("1 while the endpoint is left in peace")
                .tags(tags)
                .register(registry));
    }

    private static double lag(Endpoint endpoint, InstantSource clock) {
        var now = clock.instant();
        return Math.max(0, Duration.between(endpoint.waitingSince(now), now).toMillis() / 1000.0);
    }

    void attempted(DeliveryLog.Result result, Duration duration) {
        Timer timer = attempts.get(result);
        if (timer != null) timer.record(duration);
    }

    void died() {
        deadLetters.increment();
    }

    private <T extends Meter> T add(T meter) {
        all.add(meter);
        return meter;
    }

    @Override
    public void close() {
        all.forEach(registry::remove);
    }
}
