package io.rookery.gateway.event.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.event.BrokerWatch;
import io.rookery.gateway.event.EventFeed;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventReaderConfiguration {
    private static final int THREADS_FOR_THE_PAST = 2;

    @Bean(initMethod = "start", destroyMethod = "close")
    TopicReader topicReader(
            KafkaProperties kafka,
            TopicSettings topics,
            GatewayProperties properties,
            EventFeed feed,
            BrokerWatch watch,
            MeterRegistry registry,
            InstantSource clock) {
        Map<String, Topic> names = new HashMap<>();
        EventFeed.TOPICS.forEach(topic -> names.put(topics.name(topic), topic));
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "rookery-gateway-reader");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, BrokerWatch.PULSE_MILLIS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 << 10);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return new TopicReader(
                () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()),
                names,
                feed,
                new ReaderMetrics(registry, clock, names),
                watch,
                properties.lookback(),
                clock);
    }

    /** Consumers that jump from one stream's place to another's: they fetch little at once, and what is not there is an error. */
    @Bean(initMethod = "start", destroyMethod = "close")
    KafkaPastEvents pastEvents(KafkaProperties kafka, TopicSettings topics) {
        Map<Topic, String> names = new EnumMap<>(Topic.class);
        EventFeed.TOPICS.forEach(topic -> names.put(topic, topics.name(topic)));
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "rookery-gateway-past");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, BrokerWatch.PULSE_MILLIS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 256 << 10);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
        return new KafkaPastEvents(
                () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()),
                names,
                THREADS_FOR_THE_PAST);
    }
}
