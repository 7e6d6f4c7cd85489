package io.rookery.gateway.command.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandMessage;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.command.CommandPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes commands to their home partition. {@code Producer.send} may block for {@code max.block.ms}, so one thread of its own does it; its
 * queue is bounded.
 */
final class KafkaCommandPublisher implements CommandPublisher, AutoCloseable {
    private static final int QUEUE = 1_000;

    private final Producer<String, byte[]> producer;
    private final TopicSettings topics;
    private final KafkaReachability reachability;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor sender;

    KafkaCommandPublisher(
            Producer<String, byte[]> producer,
            TopicSettings topics,
            KafkaReachability reachability,
            LongSupplier nanos) {
        this.producer = producer;
        this.topics = topics;
        this.reachability = reachability;
        this.nanos = nanos;
        this.sender = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("command-sender").factory());
    }

    @Override
    public Mono<Void> publish(CommandMessage command) {
        return Mono.<Void>create(sink -> {
                    if (!reachability.mayTry(nanos.getAsLong())) {
                        sink.error(new KafkaUnavailable("Kafka is known to be away"));
                        return;
                    }
                    var outgoing = outgoing(command);
                    // Nobody waits for a broker that is gone; whether it has the command is open then.
                    Runnable lost = () -> sink.error(new KafkaUnavailable("Kafka has gone away"));
                    reachability.whenLost(lost);
                    sink.onDispose(() -> reachability.forget(lost));
                    try {
                        sender.execute(() -> send(outgoing, sink));
                    } catch (RejectedExecutionException e) {
                        sink.error(new KafkaUnavailable("too many commands wait to be sent"));
                    }
                })
                // Off the producer's own thread.
                .publishOn(Schedulers.parallel());
    }

    private ProducerRecord<String, byte[]> outgoing(CommandMessage command) {
        var outgoing = new ProducerRecord<>(
                topics.name(Topic.COMMANDS),
                HomePartition.of(command.session(), topics.commandPartitions()),
                command.session().value(),
                CloudEventCodec.encode(command));
        outgoing.headers().add("content-type", CloudEventCodec.CONTENT_TYPE.getBytes(StandardCharsets.US_ASCII));
        return outgoing;
    }

    private void send(ProducerRecord<String, byte[]> outgoing, MonoSink<Void> sink) {
        try {
            producer.send(outgoing, (metadata, error) -> {
                if (error == null) {
                    reachability.succeeded();
                    sink.success();
                } else {
                    failed(error, sink);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failed(e, sink);
        }
    }

    private void failed(Exception error, MonoSink<Void> sink) {
        reachability.failed(nanos.getAsLong());
        sink.error(new KafkaUnavailable(error.getClass().getSimpleName()));
    }

    @Override
    public boolean isAvailable() {
        return reachability.isUp();
    }

    @Override
    public void close() {
        sender.shutdown();
        producer.close(Duration.ofSeconds(3));
    }
}
