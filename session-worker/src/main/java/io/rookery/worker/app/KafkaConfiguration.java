package io.rookery.worker.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicCatalog;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.startup.StartupFailure;
import io.rookery.startup.TopicProperties;
import io.rookery.worker.command.Admission;
import io.rookery.worker.command.UsersSessions;
import io.rookery.worker.command.kafka.AdmissionListener;
import io.rookery.worker.command.kafka.KafkaCommandLog;
import io.rookery.worker.command.kafka.KafkaForwarding;
import io.rookery.worker.event.kafka.KafkaEventLog;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.recovery.kafka.KafkaHistory;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Kafka: the topics, one producer, the command log's reader and admission's listener. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
    private static final long ADMISSION_RETRY_MILLIS = 300;

    @Bean
    TopicSettings topics(
            TopicProperties properties, KafkaProperties kafka, WorkerProperties worker, StartChecks checks) {
        TopicSettings settings = properties.settings();
        checks.begin(() -> prepare(settings, kafka, worker));
        return settings;
    }

    private static void prepare(TopicSettings settings, KafkaProperties kafka, WorkerProperties worker) {
        Map<String, Object> config = kafka.buildAdminProperties();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                worker.startTimeout().toMillis());
        config.put(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) worker.startTimeout().toMillis() / 2);
        try (Admin admin = Admin.create(config)) {
            new TopicCatalog(admin, settings, worker.startTimeout()).prepare();
        } catch (TopicCatalog.TopicsUnusable e) {
            throw new StartupFailure(
                    "Kafka at " + String.join(",", kafka.getBootstrapServers()) + ": " + e.getMessage());
        } catch (KafkaException e) {
            throw new StartupFailure("Kafka at " + String.join(",", kafka.getBootstrapServers()) + " can't be used: "
                    + (e.getCause() == null ? e : e.getCause()).getMessage());
        }
    }

    /** Nothing is published long after a lease: what is not delivered within the safety margin fails. */
    @Bean(destroyMethod = "close")
    Producer<byte[], byte[]> producer(KafkaProperties kafka) {
        Map<String, Object> config = kafka.buildProducerProperties();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2500);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> consumerProperties(KafkaProperties kafka) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    /** Consumers without a group: they commit nothing. */
    private static Supplier<Consumer<byte[], byte[]>> consumers(KafkaProperties kafka) {
        Map<String, Object> config = consumerProperties(kafka);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return () -> new KafkaConsumer<>(config);
    }

    @Bean
    KafkaEventLog events(Producer<byte[], byte[]> producer, KafkaProperties kafka, TopicSettings topics) {
        return new KafkaEventLog(producer, consumers(kafka), topics);
    }

    @Bean
    KafkaHistory history(KafkaProperties kafka, TopicSettings topics) {
        return new KafkaHistory(consumers(kafka), topics);
    }

    @Bean
    KafkaCommandLog commandLog(KafkaProperties kafka, TopicSettings topics, MeterRegistry metrics) {
        Consumer<byte[], byte[]> consumer = consumers(kafka).get();
        FunctionCounter.builder("rookery.command.log.records", consumer, KafkaConfiguration::recordsRead)
                .description(
                        "Records of the command topic that the sessions' reader has read, those of others included")
                .register(metrics);
        return new KafkaCommandLog(consumer, topics, Clocks::monotonicMillis);
    }

    private static double recordsRead(Consumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(it -> it.getKey().name().equals("records-consumed-total")
                        && it.getKey().tags().size() == 1) // of the client, not of one topic
                .mapToDouble(it -> (Double) it.getValue().metricValue())
                .sum();
    }

    @Bean
    KafkaForwarding forwarding(Producer<byte[], byte[]> producer, TopicSettings topics) {
        return new KafkaForwarding(producer, topics);
    }

    @Bean
    Admission admission(
            LeaseStore leases,
            KafkaEventLog events,
            KafkaForwarding forwarding,
            UsersSessions users,
            WorkerProperties worker,
            InstantSource clock) {
        return new Admission(
                leases, events, events, forwarding, users, CloudEventCodec::writeStart, worker.workerId(), clock);
    }

    @Bean
    UsersSessions usersSessions(LeaseStore leases, KafkaForwarding forwarding, InstantSource clock) {
        return new UsersSessions(leases, forwarding, clock);
    }

    /** Admission's member of the group. The classic protocol notices a dead member within seconds. */
    @Bean
    KafkaMessageListenerContainer<byte[], byte[]> admissionContainer(
            KafkaProperties kafka, TopicSettings topics, Admission admission, MeterRegistry metrics) {
        Map<String, Object> config = consumerProperties(kafka);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2000);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        var properties = new ContainerProperties(topics.name(Topic.COMMANDS));
        properties.setGroupId(topics.prefix() + "admission");
        properties.setMessageListener(new AdmissionListener(admission, metrics));
        properties.setMissingTopicsFatal(false);
        var container = new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<byte[], byte[]>(config), properties);
        // In order: what can't be decided now is handed in again, and nothing behind it before.
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(ADMISSION_RETRY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)));
        container.setBeanName("admission");
        container.setAutoStartup(false);
        return container;
    }
}
