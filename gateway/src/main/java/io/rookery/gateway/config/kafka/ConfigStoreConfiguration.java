package io.rookery.gateway.config.kafka;

import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.GatewayProperties;
import io.rookery.startup.StartupFailure;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConfigStoreConfiguration {

    /** Nobody is served before all of it is known: a key that was revoked must not open anything. */
    @Bean(destroyMethod = "close")
    KafkaConfigStore configStore(
            KafkaProperties kafka, TopicSettings topics, GatewayProperties properties, InstantSource clock)
            throws InterruptedException {
        Map<String, Object> reading = consumer(kafka);
        int timeout = (int) properties.publishTimeout().toMillis();
        var store = new KafkaConfigStore(
                () -> new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer()),
                new KafkaProducer<>(producer(kafka, timeout), new StringSerializer(), new ByteArraySerializer()),
                topics.name(Topic.CONFIG),
                properties.publishTimeout(),
                clock);
        if (store.load(properties.startTimeout())) return store;
        store.close();
        throw new StartupFailure("Kafka at " + kafka.getBootstrapServers() + ": " + topics.name(Topic.CONFIG)
                + " could not be read in time");
    }

    private static Map<String, Object> consumer(KafkaProperties kafka) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "rookery-gateway-config");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }

    private static Map<String, Object> producer(KafkaProperties kafka, int timeout) {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "rookery-gateway-config");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout, 1_000));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(timeout - 500, timeout / 2));
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 20);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }
}
