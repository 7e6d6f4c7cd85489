package io.rookery.gateway.config.kafka;

import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.gateway.config.ConfigTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * The compacted topic, read from its beginning by one thread, and written by whoever changes something. The offset is the version. A change is answered when this gateway has read it itself, so that
 * the next request sees it.
 */
final class KafkaConfigStore implements ConfigStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaConfigStore.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CALL = Duration.ofSeconds(10);

    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final Producer<String, byte[]> producer;
    private final TopicPartition partition;
    private final Duration timeout;
    private final InstantSource clock;
    private final ConfigTable table = new ConfigTable();
    private final ConcurrentSkipListMap<Long, MonoSink<Long>> waiting = new ConcurrentSkipListMap<>();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Thread thread;
    private volatile long next;
    private volatile boolean stopping;

    /** @param timeout of a change */
    KafkaConfigStore(
            Supplier<? extends Consumer<String, byte[]>> consumers,
            Producer<String, byte[]> producer,
            String topic,
            Duration timeout,
            InstantSource clock) {
        this.consumers = consumers;
        this.producer = producer;
        this.partition = new TopicPartition(topic, 0);
        this.timeout = timeout;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("config-reader").unstarted(this::read);
    }

    /** @return whether all that was on the topic is known, within {@code patience}. */
    boolean load(Duration patience) throws InterruptedException {
        thread.start();
        return loaded.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<ConfigEntry> find(ConfigKind kind, String id) {
        return table.find(kind, id);
    }

    @Override
    public Collection<ConfigEntry> all(ConfigKind kind) {
        return table.all(kind);
    }

    @Override
    public void listen(ConfigKind kind, Listener listener) {
        table.listen(kind, listener);
    }

    @Override
    public Mono<ConfigEntry> put(ConfigKind kind, String id, String json) {
        return write(new ConfigRecords.Name(kind, id), json).map(offset -> new ConfigEntry(kind, id, json, offset));
    }

    @Override
    public Mono<Void> remove(ConfigKind kind, String id) {
        return write(new ConfigRecords.Name(kind, id), null).then();
    }

    private Mono<Long> write(ConfigRecords.Name name, @Nullable String json) {
        return Mono.<Long>create(sink -> {
                    byte[] value = json == null ? null : ConfigRecords.encode(name, json, clock.instant());
                    send(new ProducerRecord<>(partition.topic(), partition.partition(), name.key(), value), sink);
                })
                // Sending may block for as long as Kafka's metadata take.
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(this::untilRead)
                .timeout(timeout, Mono.error(() -> new ConfigUnavailable("Kafka did not take the change in time")))
                .publishOn(Schedulers.parallel());
    }

    private void send(ProducerRecord<String, byte[]> change, MonoSink<Long> sink) {
        try {
            producer.send(change, (metadata, error) -> {
                if (error == null) sink.success(metadata.offset());
                else sink.error(unavailable(error));
            });
        } catch (KafkaException | IllegalStateException e) { // thrown instead of a call back
            sink.error(unavailable(e));
        }
    }

    private static ConfigUnavailable unavailable(Exception error) {
        return new ConfigUnavailable(error.getClass().getSimpleName());
    }

    private Mono<Long> untilRead(long offset) {
        return Mono.create(sink -> {
            waiting.put(offset, sink);
            sink.onDispose(() -> waiting.remove(offset, sink));
            if (next > offset) sink.success(offset);
        });
    }

    // ---- the reader's thread ----

    private void read() {
        while (!stopping) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                consumer.assign(List.of(partition));
                if (next == 0) consumer.seekToBeginning(List.of(partition));
                else consumer.seek(partition, next);
                long end = consumer.endOffsets(List.of(partition), CALL).getOrDefault(partition, 0L);
                while (!stopping) {
                    // What was compacted away leaves holes: the consumer's place counts, not the records.
                    consumer.poll(loaded.getCount() == 0 ? POLL : Duration.ofMillis(20))
                            .forEach(this::apply);
                    advance(consumer.position(partition, CALL));
                    if (next >= end) loaded.countDown();
                }
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                log.atWarn()
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("reading the configuration failed, trying again");
                pause();
            }
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        Optional<ConfigRecords.Name> name =
                record.key() == null ? Optional.empty() : ConfigRecords.Name.of(record.key());
        if (name.isEmpty()) {
            skipped(record.offset());
            return;
        }
        ConfigKind kind = name.get().kind();
        String id = name.get().id();
        try {
            if (record.value() == null) {
                table.removed(kind, id);
                return;
            }
            ConfigRecords.decode(name.get(), record.value())
                    .ifPresentOrElse(
                            json -> table.written(new ConfigEntry(kind, id, json, record.offset())),
                            () -> skipped(record.offset()));
        } catch (RuntimeException e) {
            // The edge of the one thread that reads: a listener that fails must not hide the next change.
            log.atError()
                    .setCause(e)
                    .addKeyValue("offset", record.offset())
                    .log("a change of the configuration could not be told to all that follow it");
        }
    }

    private static void skipped(long offset) {
        log.atWarn().addKeyValue("offset", offset).log("a record is no configuration of this version and was skipped");
    }

    private void advance(long position) {
        next = position;
        var seen = waiting.headMap(position);
        seen.forEach((offset, sink) -> sink.success(offset));
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        producer.close(Duration.ofSeconds(3));
        thread.join(Duration.ofSeconds(3));
    }
}
