package io.rookery.systest.world;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning on a thread of its own, as any other program would. A broker that is away is waited for. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @param topics which exist
     * @param record called for each record, on the reader's thread
     */
    TopicReader(
            String name, String bootstrap, Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> record) {
        thread = Thread.ofPlatform().name(name).daemon().start(() -> read(bootstrap, topics, record));
    }

    private void read(String bootstrap, Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> record) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic ->
                            consumer.partitionsFor(topic).stream().map(it -> new TopicPartition(topic, it.partition())))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (running) consumer.poll(POLL).forEach(record);
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
