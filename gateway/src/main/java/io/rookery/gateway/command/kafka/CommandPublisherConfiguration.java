package io.rookery.gateway.command.kafka;

import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.GatewayProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class CommandPublisherConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CommandPublisherConfiguration.class);
    private static final long LOOK_MILLIS = 10;

    @Bean
    AwakeClock awakeClock() {
        return new AwakeClock(System::nanoTime, Duration.ofMillis(3 * LOOK_MILLIS));
    }

    @Bean
    KafkaReachability kafkaReachability(GatewayProperties properties, AwakeClock clock) {
        return new KafkaReachability(properties.kafkaSilence(), clock);
    }

    @Bean(destroyMethod = "dispose")
    Disposable silenceWatch(KafkaReachability reachability, AwakeClock clock) {
        return Schedulers.parallel()
                .schedulePeriodically(
                        () -> {
                            clock.tick();
                            reachability.look();
                        },
                        LOOK_MILLIS,
                        LOOK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    @Bean(destroyMethod = "close")
    KafkaCommandPublisher commandPublisher(
            KafkaProperties kafka, TopicSettings topics, GatewayProperties properties, KafkaReachability reachability) {
        int timeout = (int) properties.publishTimeout().toMillis();
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "rookery-gateway");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout, 1_000));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(timeout - 500, timeout / 2));
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * KafkaCommandPublisher.MOST_BYTES);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        // A gateway that was idle for a while must not wait for metadata again.
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 24 * 3_600_000);
        var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        warmUp(producer, topics.name(Topic.COMMANDS));
        return new KafkaCommandPublisher(producer, topics, reachability);
    }

    /** Fetches the topic's metadata now instead of with the first command. */
    private static void warmUp(KafkaProducer<String, byte[]> producer, String topic) {
        try {
            producer.partitionsFor(topic);
        } catch (TimeoutException e) {
            log.atInfo().log("Kafka takes its time to tell about the command topic");
        }
    }
}
