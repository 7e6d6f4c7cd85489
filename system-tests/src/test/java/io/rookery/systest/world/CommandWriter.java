package io.rookery.systest.world;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.events.kafka.HomePartition;
import io.rookery.systest.check.Poison;
import io.rookery.systest.check.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Another service that writes commands straight to Kafka, and keeps a log of what Kafka has acknowledged. Safe for use by many threads. */
public final class CommandWriter implements AutoCloseable {
    private static final String TOPIC = "rookery.commands";

    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;
    private final Queue<Written> log = new ConcurrentLinkedQueue<>();
    private final Queue<Poison> poison = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    CommandWriter(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        partitions = producer.partitionsFor(TOPIC).size();
    }

    /** Hands the command over to its home partition and returns at once; it is in the log when Kafka has it. */
    public void write(String session, String id, Command command) {
        var message = CommandMessage.of(new SessionId(session), new CommandId(id), Instant.now(), command);
        Instant at = Instant.now();
        var _ = producer.send(
                new ProducerRecord<>(TOPIC, home(session), bytes(session), CloudEventCodec.encode(message)),
                (place, failure) -> {
                    if (failure == null)
                        log.add(new Written(session, id, command, at, place.partition(), place.offset()));
                    else failures.add(failure);
                });
    }

    /** Hands over what is no command, among those of the session, and returns at once. */
    public void poison(String session, String value) {
        Instant at = Instant.now();
        var _ = producer.send(
                new ProducerRecord<>(TOPIC, home(session), bytes(session), bytes(value)), (place, failure) -> {
                    if (failure == null) poison.add(new Poison(place.partition(), place.offset(), at));
                    else failures.add(failure);
                });
    }

    public int home(String session) {
        return HomePartition.of(new SessionId(session), partitions);
    }

    public int partitions() {
        return partitions;
    }

    /** Writes what a person may have typed, with a key and a partition or without. @return where it is now */
    public RecordMetadata raw(@Nullable Integer partition, @Nullable String key, String value) {
        Future<RecordMetadata> sent =
                producer.send(new ProducerRecord<>(TOPIC, partition, key == null ? null : bytes(key), bytes(value)));
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What Kafka has acknowledged, once everything has been sent. */
    public List<Written> log() {
        flush();
        return List.copyOf(log);
    }

    /** The records that are no commands, once everything has been sent. */
    public List<Poison> poison() {
        flush();
        return List.copyOf(poison);
    }

    private void flush() {
        producer.flush();
        if (!failures.isEmpty()) throw new IllegalStateException("Kafka refused a command", failures.peek());
    }

    @Override
    public void close() {
        producer.close();
    }
}
