package io.rookery.gateway.event.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rookery.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** What the reader counts. */
final class ReaderMetrics {
    private final Map<Topic, Counter> told = new EnumMap<>(Topic.class);
    private final Map<Topic, Counter> dropped = new EnumMap<>(Topic.class);
    private final Map<Topic, Counter> undecodable = new EnumMap<>(Topic.class);
    private final Timer lag;
    private final InstantSource clock;

    ReaderMetrics(MeterRegistry registry, InstantSource clock, Map<String, Topic> topics) {
        this.clock = clock;
        topics.forEach((name, topic) -> {
            told.put(topic, counter(registry, "rookery.gateway.events", name, "Events read that count"));
            dropped.put(
                    topic,
                    counter(
                            registry,
                            "rookery.gateway.events.dropped",
                            name,
                            "Events dropped: of an epoch that is over"));
            undecodable.put(
                    topic,
                    counter(
                            registry,
                            "rookery.gateway.events.undecodable",
                            name,
                            "Records that are no event of Rookery"));
        });
        this.lag = Timer.builder("rookery.gateway.event.lag")
                .description("From an event's time to its reading here")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(registry);
    }

    void read(Topic topic, boolean counts, Instant time) {
        Counter counter = (counts ? told : dropped).get(topic);
        if (counter != null) counter.increment();
        Duration since = Duration.between(time, clock.instant());
        if (!since.isNegative()) lag.record(since);
    }

    void undecodable(Topic topic) {
        Counter counter = undecodable.get(topic);
        if (counter != null) counter.increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String topic, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("topic", topic)
                .register(registry);
    }
}
