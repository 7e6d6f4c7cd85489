package io.rookery.gateway.webhook.kafka;

import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.webhook.WebhookProperties;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class WebhookKafkaConfiguration {
    private static final int LOOKS_AT_ONCE = 4;
    private static final int LOOKS_WAITING = 100;

    @Bean
    KafkaEventReaders eventReaders(
            KafkaProperties kafka, TopicSettings topics, WebhookProperties properties, InstantSource clock) {
        Map<String, Object> config = reading(kafka);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1 << 20);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        // The topics of a session's events have as many partitions: this assignor gives all of them to the same
        // gateway, so its requests follow one another.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(RangeAssignor.class.getName()));
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return new KafkaEventReaders(config, kafka.buildAdminProperties(), topics, properties.lookback(), clock);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler webhookLooks() {
        return Schedulers.newBoundedElastic(LOOKS_AT_ONCE, LOOKS_WAITING, "webhook-looks");
    }

    @Bean(destroyMethod = "close")
    KafkaDeadLetters deadLetters(
            KafkaProperties kafka, TopicSettings topics, Scheduler webhookLooks, InstantSource clock) {
        Map<String, Object> config = writing(kafka, "rookery-gateway-webhook-letters");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
        return new KafkaDeadLetters(
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()),
                new TopicScan(looking(kafka), clock),
                webhookLooks,
                topics.name(Topic.WEBHOOK_DEAD_LETTER),
                topics.name(Topic.WEBHOOK_REPLAY));
    }

    @Bean(destroyMethod = "close")
    KafkaDeliveryLog deliveryLog(
            KafkaProperties kafka, TopicSettings topics, Scheduler webhookLooks, InstantSource clock) {
        Map<String, Object> config = writing(kafka, "rookery-gateway-webhook-log");
        // An entry is worth no wait: what Kafka does not take is lost.
        config.put(ProducerConfig.ACKS_CONFIG, "1");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 50);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        return new KafkaDeliveryLog(
                producer, new TopicScan(looking(kafka), clock), webhookLooks, topics.name(Topic.WEBHOOK_DELIVERY));
    }

    private static Supplier<Consumer<String, byte[]>> looking(KafkaProperties kafka) {
        Map<String, Object> config = reading(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "rookery-gateway-webhook-look");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
        return () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> reading(KafkaProperties kafka) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }

    private static Map<String, Object> writing(KafkaProperties kafka, String client) {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, client);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }
}
