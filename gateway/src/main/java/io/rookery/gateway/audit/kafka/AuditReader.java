package io.rookery.gateway.audit.kafka;

import io.rookery.gateway.audit.AuditLog;
import io.rookery.gateway.audit.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's partition backwards, a window at a time, with a consumer of the moment. Blocks; bounded by the records that are looked at and by time. The cursor is the offset before which the
 * next page ends.
 */
final class AuditReader {
    private static final int WINDOW = 500;
    private static final int MOST_LOOKED_AT = 10_000;
    private static final Duration CALL = Duration.ofSeconds(3);
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();
    private static final Duration POLL = Duration.ofMillis(100);

    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final String topic;
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock */
    AuditReader(Supplier<? extends Consumer<String, byte[]>> consumers, String topic, LongSupplier nanos) {
        this.consumers = consumers;
        this.topic = topic;
        this.nanos = nanos;
    }

    private record Found(long offset, AuditRecord entry) {}

    /** @throws AuditLog.AuditUnavailable where Kafka does not answer */
    AuditLog.Page read(AuditLog.Query query) {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            return page(consumer, query, nanos.getAsLong() + LONGEST);
        } catch (KafkaException e) {
            throw new AuditLog.AuditUnavailable(e.getClass().getSimpleName());
        }
    }

    private AuditLog.Page page(Consumer<String, byte[]> consumer, AuditLog.Query query, long deadline) {
        TopicPartition partition = partition(consumer, query);
        consumer.assign(List.of(partition));
        long begin = Math.max(
                consumer.beginningOffsets(List.of(partition), CALL).getOrDefault(partition, 0L),
                offsetAt(
                        consumer,
                        partition,
                        query.from() == null ? null : query.from().toEpochMilli(),
                        0));
        long end = consumer.endOffsets(List.of(partition), CALL).getOrDefault(partition, 0L);
        if (query.before() != null) end = Math.min(end, query.before());

        List<Found> found = new ArrayList<>();
        long lookedAt = 0;
        while (end > begin && found.size() < query.limit() && lookedAt < MOST_LOOKED_AT) {
            if (nanos.getAsLong() - deadline >= 0) break;
            long start = Math.max(begin, end - WINDOW);
            found.addAll(
                    window(consumer, partition, start, end, query, deadline).reversed());
            lookedAt += end - start;
            end = start;
        }
        if (found.size() > query.limit()) {
            found = found.subList(0, query.limit());
            end = found.getLast().offset();
        } else if (found.size() == query.limit()) end = found.getLast().offset();
        return new AuditLog.Page(found.stream().map(Found::entry).toList(), end > begin ? end : null);
    }

    private List<Found> window(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            long start,
            long end,
            AuditLog.Query query,
            long deadline) {
        List<Found> found = new ArrayList<>();
        consumer.seek(partition, start);
        while (consumer.position(partition, CALL) < end) {
            if (nanos.getAsLong() - deadline >= 0) throw new AuditLog.AuditUnavailable("Kafka is too slow");
            for (ConsumerRecord<String, byte[]> read : consumer.poll(POLL))
                if (read.offset() < end && read.value() != null)
                    AuditRecords.decode(read.value())
                            .filter(query::includes)
                            .ifPresent(entry -> found.add(new Found(read.offset(), entry)));
        }
        return found;
    }

    /** Where the producers' own partitioner puts the tenant. */
    private TopicPartition partition(Consumer<String, byte[]> consumer, AuditLog.Query query) {
        int partitions = consumer.partitionsFor(topic, CALL).size();
        if (partitions == 0) throw new AuditLog.AuditUnavailable("the topic is missing");
        byte[] key = query.tenant().value().getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
    }

    /** Records are written a moment after their time; none that is wanted is before this. */
    private static long offsetAt(
            Consumer<String, byte[]> consumer, TopicPartition partition, @Nullable Long time, long otherwise) {
        if (time == null) return otherwise;
        OffsetAndTimestamp at =
                consumer.offsetsForTimes(Map.of(partition, time), CALL).get(partition);
        // Nothing is that new.
        return at == null ? Long.MAX_VALUE : at.offset();
    }
}
