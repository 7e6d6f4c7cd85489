package io.rookery.gateway.webhook.kafka;

import io.rookery.gateway.webhook.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** Looks a key's records up in a topic, where they lie between those of others in one partition. Blocks, for some seconds at most; safe for use by many threads. */
final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int BLOCK = 2_000;
    private static final int FARTHEST_BACK = 20_000;

    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final InstantSource clock;

    TopicScan(Supplier<? extends Consumer<String, byte[]>> consumers, InstantSource clock) {
        this.consumers = consumers;
        this.clock = clock;
    }

    /** Where a key's records belong, as Java's default partitioner has it. */
    static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /**
     * Visits the key's records that were written since then, in their order, until the visitor has enough (and says false), or all that were there at the beginning were seen.
     *
     * @throws DeadLetters.Unavailable where Kafka does not answer, or that takes too long
     */
    void forward(String topic, String key, Instant since, Predicate<ConsumerRecord<String, byte[]>> visitor) {
        with(topic, key, (consumer, partition) -> {
            Map<TopicPartition, OffsetAndTimestamp> found =
                    consumer.offsetsForTimes(Map.of(partition, millis(since)), CALL);
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) return;
            visit(consumer, partition, first.offset(), end(consumer, partition), key, visitor);
        });
    }

    /** The key's newest records, the newest first, among the last 20,000 of its partition. */
    List<ConsumerRecord<String, byte[]>> last(String topic, String key, int limit) {
        List<ConsumerRecord<String, byte[]>> newest = new ArrayList<>();
        with(topic, key, (consumer, partition) -> {
            long end = end(consumer, partition);
            long begin = Math.max(
                    consumer.beginningOffsets(List.of(partition), CALL).getOrDefault(partition, 0L),
                    end - FARTHEST_BACK);
            for (long until = end; until > begin && newest.size() < limit; until -= BLOCK) {
                List<ConsumerRecord<String, byte[]>> block = new ArrayList<>();
                visit(consumer, partition, Math.max(begin, until - BLOCK), until, key, block::add);
                newest.addAll(block.reversed());
            }
        });
        return newest.subList(0, Math.min(limit, newest.size()));
    }

    private interface Look {
        void at(Consumer<String, byte[]> consumer, TopicPartition partition);
    }

    private void with(String topic, String key, Look look) {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            int partitions = consumer.partitionsFor(topic, CALL).size();
            if (partitions == 0) throw new DeadLetters.Unavailable("the topic is not there");
            var partition = new TopicPartition(topic, partition(key, partitions));
            consumer.assign(List.of(partition));
            look.at(consumer, partition);
        } catch (KafkaException e) {
            throw new DeadLetters.Unavailable(e.getClass().getSimpleName());
        }
    }

    private void visit(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            long from,
            long end,
            String key,
            Predicate<ConsumerRecord<String, byte[]>> visitor) {
        Instant latest = clock.instant().plus(LONGEST);
        consumer.seek(partition, from);
        while (consumer.position(partition, CALL) < end) {
            if (clock.instant().isAfter(latest)) throw new DeadLetters.Unavailable("reading takes too long");
            for (ConsumerRecord<String, byte[]> read : consumer.poll(POLL).records(partition)) {
                if (read.offset() >= end) return;
                if (key.equals(read.key()) && read.value() != null && !visitor.test(read)) return;
            }
        }
    }

    private static long end(Consumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition), CALL).getOrDefault(partition, 0L);
    }

    private static long millis(Instant since) {
        return since.isBefore(Instant.EPOCH) ? 0 : since.toEpochMilli();
    }
}
