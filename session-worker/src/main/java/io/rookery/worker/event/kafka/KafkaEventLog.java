package io.rookery.worker.event.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes events with one producer, and reads outcomes with consumers that are kept for the next one who reads: a consumer is no use to two threads, and to make one costs a take-over a tenth of a second.
 */
public final class KafkaEventLog implements EventLog, OutcomeLog, AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int KEPT = 4;

    private final Producer<byte[], byte[]> producer;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicSettings topics;
    private final Map<Integer, Long> lastOutcome = new ConcurrentHashMap<>();
    private final BlockingQueue<Consumer<byte[], byte[]>> idle = new ArrayBlockingQueue<>(KEPT);
    private volatile boolean closed;

    /** @param consumers makes a consumer that begins at the earliest record where its position is gone */
    public KafkaEventLog(
            Producer<byte[], byte[]> producer, Supplier<Consumer<byte[], byte[]>> consumers, TopicSettings topics) {
        this.producer = producer;
        this.consumers = consumers;
        this.topics = topics;
    }

    @Override
    public CompletionStage<Long> publish(EventMessage message) {
        Topic topic = EventType.of(message.event()).topic();
        int partition = HomePartition.of(message.session(), topics.partitions(topic));
        byte[] key = message.session().value().getBytes(StandardCharsets.US_ASCII);
        CompletableFuture<Long> published = new CompletableFuture<>();
        try {
            var record = new ProducerRecord<>(topics.name(topic), partition, key, CloudEventCodec.encode(message));
            record.headers().add("content-type", CloudEventCodec.CONTENT_TYPE.getBytes(StandardCharsets.US_ASCII));
            producer.send(record, (metadata, error) -> {
                if (error != null) {
                    published.completeExceptionally(error);
                    return;
                }
                if (topic == Topic.OUTCOME) lastOutcome.merge(partition, metadata.offset(), Math::max);
                published.complete(metadata.offset());
            });
        } catch (KafkaException | IllegalStateException e) { // no room, no metadata, or the producer is closed
            published.completeExceptionally(e);
        }
        return published;
    }

    @Override
    public long lastPublished(SessionId session) {
        return lastOutcome.getOrDefault(partition(session), -1L);
    }

    @Override
    public long end(SessionId session) throws EventLogUnavailable {
        TopicPartition partition = new TopicPartition(topics.name(Topic.OUTCOME), partition(session));
        return reading(consumer -> {
            Long end = consumer.endOffsets(List.of(partition), CALL).get(partition);
            if (end == null) throw new EventLogUnavailable("the outcome partition has no end", null);
            return end;
        });
    }

    @Override
    public List<Entry> read(SessionId session, long from, long until) throws EventLogUnavailable {
        TopicPartition partition = new TopicPartition(topics.name(Topic.OUTCOME), partition(session));
        return reading(consumer -> {
            List<Entry> entries = new ArrayList<>();
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            int empty = 0;
            while (consumer.position(partition, CALL) < until) {
                var records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) empty = 0;
                else if (++empty > CALL.toSeconds())
                    throw new EventLogUnavailable("the outcome partition does not answer", null);
                for (ConsumerRecord<byte[], byte[]> record : records)
                    if (record.offset() < until) Outcomes.entry(record, session).ifPresent(entries::add);
            }
            return entries;
        });
    }

    private interface Reading<T> {
        T by(Consumer<byte[], byte[]> consumer) throws EventLogUnavailable;
    }

    /** One that has failed is not kept: nobody knows where it stands. */
    private <T> T reading(Reading<T> reading) throws EventLogUnavailable {
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = idle.poll();
            if (consumer == null) consumer = consumers.get();
            T result = reading.by(consumer);
            consumer.unsubscribe();
            if (!closed && idle.offer(consumer)) consumer = null;
            return result;
        } catch (KafkaException e) {
            throw new EventLogUnavailable("the outcomes were not read", e);
        } finally {
            if (consumer != null) consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Consumer<byte[], byte[]> one = idle.poll(); one != null; one = idle.poll()) one.close();
    }

    private int partition(SessionId session) {
        return HomePartition.of(session, topics.partitions(Topic.OUTCOME));
    }
}
