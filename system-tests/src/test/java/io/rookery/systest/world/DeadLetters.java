package io.rookery.systest.world;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads the dead-letter topic from its beginning. For one thread. */
public final class DeadLetters implements AutoCloseable {
    private static final String TOPIC = "rookery.commands.dlt";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public DeadLetters(World world) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", world.cluster().kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(it -> new TopicPartition(TOPIC, it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** A record that could not be carried out, and why. */
    public record DeadLetter(String value, Map<String, String> headers, long writtenAt) {}

    /** The dead letter about the command record at that place; waits for it. */
    public DeadLetter await(RecordMetadata place) {
        return Awaitility.await("dead letter")
                .atMost(Duration.ofSeconds(30))
                .pollInSameThread()
                .until(() -> find(place), Optional::isPresent)
                .orElseThrow();
    }

    /** The places ({@code partition@offset}) of all records that lie there now. */
    public Set<String> places() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
        }
        return seen.stream()
                .map(DeadLetters::read)
                .map(it -> it.headers().get("rookery-partition") + "@"
                        + it.headers().get("rookery-offset"))
                .collect(Collectors.toSet());
    }

    private Optional<DeadLetter> find(RecordMetadata place) {
        consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
        return seen.stream()
                .map(DeadLetters::read)
                .filter(letter -> letter.headers()
                                .getOrDefault("rookery-partition", "")
                                .equals(Integer.toString(place.partition()))
                        && letter.headers().getOrDefault("rookery-offset", "").equals(Long.toString(place.offset())))
                .findFirst();
    }

    private static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return new DeadLetter(new String(record.value(), StandardCharsets.UTF_8), headers, record.timestamp());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
