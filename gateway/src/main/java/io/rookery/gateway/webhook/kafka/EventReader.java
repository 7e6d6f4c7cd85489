package io.rookery.gateway.webhook.kafka;

import io.rookery.gateway.webhook.Delivery;
import io.rookery.gateway.webhook.Delivery.Partition;
import io.rookery.gateway.webhook.Earlier;
import io.rookery.gateway.webhook.Endpoint;
import io.rookery.gateway.webhook.EventReaders;
import io.rookery.gateway.webhook.Intake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads for one endpoint, in its consumer group: gateways share the partitions, and the committed offsets are what survives a crash. The thread polls whatever the endpoint does; a partition that the
 * endpoint has enough of is paused, so nobody is taken for dead.
 */
final class EventReader implements Runnable, EventReaders.Reading {
    private static final Logger log = LoggerFactory.getLogger(EventReader.class);
    static final String WEBHOOK = "rookery-webhook";
    private static final Duration POLL = Duration.ofMillis(200);
    /** While a partition is held back nothing of it ends a poll, though the endpoint may have room for it soon. */
    private static final Duration SHORT_POLL = Duration.ofMillis(20);

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(8);

    private final Endpoint endpoint;
    private final Intake intake;
    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final Set<String> topics;
    private final String replays;
    private final Duration lookback;
    private final InstantSource clock;
    private final Thread thread;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, Map<Long, Earlier>> earlier = new HashMap<>();
    private Instant nextCommit = Instant.EPOCH;
    private volatile boolean stopping;

    /**
     * @param topics that are read, {@code replays} among them
     * @param replays the topic of what is to be delivered once more, for whichever web hook
     */
    EventReader(
            Endpoint endpoint,
            Supplier<? extends Consumer<String, byte[]>> consumers,
            Set<String> topics,
            String replays,
            Duration lookback,
            InstantSource clock) {
        this.endpoint = endpoint;
        this.intake = new Intake(endpoint.webhook(), clock);
        this.consumers = consumers;
        this.topics = topics;
        this.replays = replays;
        this.lookback = lookback;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("webhook-reader-" + endpoint.webhook().id())
                .unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void stop() {
        stopping = true;
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                read(consumer);
            } catch (InterruptException e) {
                break;
            } catch (RuntimeException e) { // the edge of the thread: a consumer may be beyond help, the next one is not
                log.atWarn()
                        .addKeyValue("webhookId", endpoint.webhook().id())
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("reading for a web hook failed, trying again");
                forgetAll();
                pause();
            }
        }
        endpoint.close();
    }

    private void read(Consumer<String, byte[]> consumer) {
        consumer.subscribe(topics, new Assignments(consumer));
        while (!stopping) {
            consumer.poll(patience(consumer)).forEach(this::take);
            holdBack(consumer);
            commitSometimes(consumer);
        }
        endpoint.close();
        consumer.commitSync(changed(), CALL);
    }

    private Duration patience(Consumer<String, byte[]> consumer) {
        return consumer.paused().isEmpty() || endpoint.isOpen() ? POLL : SHORT_POLL;
    }

    private void take(ConsumerRecord<String, byte[]> read) {
        Partition partition = new Partition(read.topic(), read.partition());
        Instant writtenAt = Instant.ofEpochMilli(read.timestamp());
        boolean early = intake.isBefore(partition, read.offset());
        delivery(read, partition, writtenAt)
                .ifPresentOrElse(delivery -> endpoint.offer(delivery, earlierOf(read)), () -> {
                    if (!early) endpoint.pass(partition, read.offset(), writtenAt);
                });
    }

    private Optional<Delivery> delivery(ConsumerRecord<String, byte[]> read, Partition partition, Instant writtenAt) {
        byte[] value = read.value();
        if (value == null) return Optional.empty();
        if (!read.topic().equals(replays)) return intake.take(partition, read.offset(), writtenAt, value);
        var wanted = read.headers().lastHeader(WEBHOOK);
        boolean mine = wanted != null
                && wanted.value() != null
                && new String(wanted.value(), StandardCharsets.US_ASCII)
                        .equals(endpoint.webhook().id().value());
        return mine ? intake.again(partition, read.offset(), writtenAt, value) : Optional.empty();
    }

    private Earlier earlierOf(ConsumerRecord<String, byte[]> read) {
        Map<Long, Earlier> known = earlier.get(new TopicPartition(read.topic(), read.partition()));
        Earlier found = known == null ? null : known.remove(read.offset());
        return found == null ? Earlier.NONE : found;
    }

    private void holdBack(Consumer<String, byte[]> consumer) {
        Set<TopicPartition> paused = consumer.paused();
        for (TopicPartition partition : consumer.assignment()) {
            boolean full = endpoint.isFull(new Partition(partition.topic(), partition.partition()));
            if (full && !paused.contains(partition)) consumer.pause(List.of(partition));
            if (!full && paused.contains(partition)) consumer.resume(List.of(partition));
        }
    }

    // ---- how far it is done ----

    private void commitSometimes(Consumer<String, byte[]> consumer) {
        Instant now = clock.instant();
        if (now.isBefore(nextCommit)) return;
        nextCommit = now.plus(BETWEEN_COMMITS);
        Map<TopicPartition, OffsetAndMetadata> changed = changed();
        if (changed.isEmpty()) return;
        committed.putAll(changed);
        consumer.commitAsync(changed, (offsets, error) -> {
            // Once more with the next ones; a rebalance that is under way takes care itself.
            if (error != null) offsets.forEach(committed::remove);
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> changed() {
        Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
        endpoint.done().forEach((partition, done) -> {
            var at = new TopicPartition(partition.topic(), partition.number());
            var offset = new OffsetAndMetadata(done.offset(), CommitMark.write(done));
            if (!offset.equals(committed.get(at))) changed.put(at, offset);
        });
        return changed;
    }

    private void forgetAll() {
        endpoint.done().keySet().forEach(this::forget);
        committed.clear();
        earlier.clear();
    }

    private void forget(Partition partition) {
        endpoint.revoked(partition);
        intake.revoked(partition);
        var at = new TopicPartition(partition.topic(), partition.number());
        committed.remove(at);
        earlier.remove(at);
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions come and go within a poll, on the reader's thread. */
    private final class Assignments implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Assignments(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(new HashSet<>(partitions), CALL);
            Map<TopicPartition, Long> since = new HashMap<>();
            Instant now = clock.instant();
            partitions.forEach(partition ->
                    since.put(partition, writtenAt(known.get(partition), now).toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> firsts = begins(partitions, known);
            Map<TopicPartition, Long> back = new HashMap<>();
            since.forEach((partition, millis) -> back.put(partition, Math.max(0, millis - lookback.toMillis())));
            Map<TopicPartition, OffsetAndTimestamp> backs = consumer.offsetsForTimes(back, CALL);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata mark = known.get(partition);
                long end = ends.getOrDefault(partition, 0L);
                long from = mark != null ? mark.offset() : offset(firsts.get(partition), end);
                long read =
                        partition.topic().equals(replays) ? from : Math.min(from, offset(backs.get(partition), from));
                consumer.seek(partition, read);
                if (mark != null)
                    CommitMark.parse(mark.metadata())
                            .ifPresent(it -> earlier.put(partition, new HashMap<>(it.tried())));
                Partition at = new Partition(partition.topic(), partition.partition());
                intake.assigned(at, from);
                endpoint.assigned(at, from, Instant.ofEpochMilli(since.getOrDefault(partition, now.toEpochMilli())));
            }
        }

        /** Where nothing was ever committed the web hook's own time counts. */
        private Map<TopicPartition, OffsetAndTimestamp> begins(
                Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> known) {
            Map<TopicPartition, Long> fresh = new HashMap<>();
            for (TopicPartition partition : partitions)
                if (known.get(partition) == null)
                    fresh.put(partition, endpoint.webhook().since().toEpochMilli());
            return fresh.isEmpty() ? Map.of() : consumer.offsetsForTimes(fresh, CALL);
        }

        private Instant writtenAt(@Nullable OffsetAndMetadata mark, Instant now) {
            if (mark == null) return endpoint.webhook().since();
            return CommitMark.parse(mark.metadata()).map(CommitMark::writtenAt).orElse(now);
        }

        private static long offset(@Nullable OffsetAndTimestamp found, long otherwise) {
            return found == null ? otherwise : found.offset();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                consumer.commitSync(changed(), CALL);
            } catch (KafkaException e) {
                // Then some events come twice.
                log.atWarn()
                        .addKeyValue("webhookId", endpoint.webhook().id())
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("how far a web hook has come could not be written down");
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> forget(new Partition(partition.topic(), partition.partition())));
        }
    }
}
