package io.rookery.gateway.webhook.kafka;

import io.rookery.gateway.webhook.DeliveryLog;
import io.rookery.gateway.webhook.WebhookId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A record for each attempt, in the web hook's partition. */
final class KafkaDeliveryLog implements DeliveryLog, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaDeliveryLog.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Producer<String, byte[]> producer;
    private final TopicScan scan;
    private final Scheduler threads;
    private final String topic;

    /** @param producer that waits for nothing for long */
    KafkaDeliveryLog(Producer<String, byte[]> producer, TopicScan scan, Scheduler threads, String topic) {
        this.producer = producer;
        this.scan = scan;
        this.threads = threads;
        this.topic = topic;
    }

    @Override
    public void add(WebhookId webhook, Entry entry) {
        try {
            int partition = TopicScan.partition(
                    webhook.value(), producer.partitionsFor(topic).size());
            var unused = producer.send(
                    new ProducerRecord<>(topic, partition, webhook.value(), JSON.writeValueAsBytes(entry)));
        } catch (KafkaException | IllegalStateException e) {
            log.atDebug().addKeyValue("webhookId", webhook).log("an entry of the delivery log is lost");
        }
    }

    @Override
    public Mono<List<Entry>> last(WebhookId webhook, int limit) {
        return Mono.fromCallable(() -> scan.last(topic, webhook.value(), limit).stream()
                        .flatMap(record -> read(record).stream())
                        .toList())
                .subscribeOn(threads)
                .publishOn(Schedulers.parallel());
    }

    private static Optional<Entry> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(JSON.readValue(record.value(), Entry.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
