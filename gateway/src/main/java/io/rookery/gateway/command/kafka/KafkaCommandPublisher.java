package io.rookery.gateway.command.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandMessage;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.command.CommandPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes commands to their home partition. {@code Producer.send} may block for {@code max.block.ms}, so one thread of its own does it. What is given to it and not
 * acknowledged or failed yet is bounded, whether or not its caller still waits.
 */
final class KafkaCommandPublisher implements CommandPublisher, AutoCloseable {
    /** Of commands that Kafka has not acknowledged yet. */
    static final int MOST_BYTES = 8 << 20;

    /** What a small command takes with all that belongs to it; so their number is bounded, too. */
    private static final int LEAST_BYTES = 2 << 10;

    private final Producer<String, byte[]> producer;
    private final TopicSettings topics;
    private final KafkaReachability reachability;
    private final Semaphore unacknowledged = new Semaphore(MOST_BYTES);
    private final ExecutorService sender;

    KafkaCommandPublisher(Producer<String, byte[]> producer, TopicSettings topics, KafkaReachability reachability) {
        this.producer = producer;
        this.topics = topics;
        this.reachability = reachability;
        this.sender = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("command-sender").factory());
    }

    @Override
    public Mono<Void> publish(CommandMessage command) {
        return Mono.<Void>create(sink -> {
                    if (!reachability.mayTry()) {
                        sink.error(new KafkaUnavailable("Kafka is known to be away", false));
                        return;
                    }
                    var outgoing = outgoing(command);
                    int size = Math.max(outgoing.value().length, LEAST_BYTES);
                    if (!unacknowledged.tryAcquire(size)) {
                        sink.error(new TooManyCommands());
                        return;
                    }
                    // Nobody waits for a broker that is gone or silent; whether it has the command is open then.
                    var waiting =
                            reachability.await(() -> sink.error(new KafkaUnavailable("Kafka has gone away", true)));
                    sink.onDispose(() -> reachability.done(waiting));
                    try {
                        sender.execute(() -> send(outgoing, size, sink));
                    } catch (RejectedExecutionException e) {
                        unacknowledged.release(size);
                        sink.error(new KafkaUnavailable("the gateway stops", false));
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

    private void send(ProducerRecord<String, byte[]> outgoing, int size, MonoSink<Void> sink) {
        try {
            producer.send(outgoing, (metadata, error) -> {
                unacknowledged.release(size);
                if (error == null) {
                    reachability.succeeded();
                    sink.success();
                } else {
                    failed(error, sink);
                }
            });
        } catch (KafkaException | IllegalStateException e) { // thrown instead of a call back
            unacknowledged.release(size);
            failed(e, sink);
        }
    }

    private void failed(Exception error, MonoSink<Void> sink) {
        reachability.failed();
        sink.error(new KafkaUnavailable(error.getClass().getSimpleName(), true));
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
