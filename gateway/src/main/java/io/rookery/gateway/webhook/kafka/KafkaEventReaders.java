package io.rookery.gateway.webhook.kafka;

import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.webhook.Endpoint;
import io.rookery.gateway.webhook.EventReaders;
import io.rookery.gateway.webhook.WebhookId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A consumer group for each web hook, named after it. */
final class KafkaEventReaders implements EventReaders {
    private static final Logger log = LoggerFactory.getLogger(KafkaEventReaders.class);
    private static final int ATTEMPTS = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final Map<String, Object> consumer;
    private final Map<String, Object> admin;
    private final TopicSettings topics;
    private final Duration lookback;
    private final InstantSource clock;

    /** @param consumer settings of a consumer, without group and client id */
    KafkaEventReaders(
            Map<String, Object> consumer,
            Map<String, Object> admin,
            TopicSettings topics,
            Duration lookback,
            InstantSource clock) {
        this.consumer = Map.copyOf(consumer);
        this.admin = Map.copyOf(admin);
        this.topics = topics;
        this.lookback = lookback;
        this.clock = clock;
    }

    @Override
    public Reading start(Endpoint endpoint) {
        String replays = topics.name(Topic.WEBHOOK_REPLAY);
        Set<String> names = new HashSet<>(Set.of(replays));
        endpoint.webhook().events().topics().forEach(topic -> names.add(topics.name(topic)));
        WebhookId id = endpoint.webhook().id();
        Map<String, Object> config = new HashMap<>(consumer);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group(id));
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "rookery-gateway-" + id);
        var reader = new EventReader(
                endpoint,
                () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()),
                names,
                replays,
                lookback,
                clock);
        reader.start();
        return reader;
    }

    private String group(WebhookId webhook) {
        return topics.prefix() + "webhook." + webhook;
    }

    /** The other gateways may still read. Where none succeeds Kafka forgets the empty group by itself, after a week unless told otherwise. */
    @Override
    public void forget(WebhookId webhook) {
        Thread.ofVirtual().name("webhook-forget").start(() -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (isForgotten(group(webhook))) return;
                try {
                    Thread.sleep(BETWEEN);
                } catch (InterruptedException e) {
                    return;
                }
            }
            log.atInfo()
                    .addKeyValue("webhookId", webhook)
                    .log("the consumer group of a deleted web hook is still there");
        });
    }

    private boolean isForgotten(String group) {
        try (Admin client = Admin.create(admin)) {
            client.deleteConsumerGroups(List.of(group)).all().get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) return true;
            if (!(e.getCause() instanceof GroupNotEmptyException))
                log.atDebug()
                        .addKeyValue("cause", String.valueOf(e.getCause()))
                        .log("a consumer group could not be deleted");
            return false;
        }
    }
}
