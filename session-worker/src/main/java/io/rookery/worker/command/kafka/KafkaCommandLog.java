package io.rookery.worker.command.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.worker.command.CommandLog;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.command.Mailboxes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer with manual assignment: exactly the partitions of the sessions that this worker owns, read by one thread of its own. It commits nothing; where to begin stands in
 * the sessions' records.
 */
public final class KafkaCommandLog implements CommandLog, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaCommandLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration KAFKA_CALL = Duration.ofSeconds(5);
    private static final long STARTS_EVERY_MILLIS = 60_000;

    private final Consumer<byte[], byte[]> consumer;
    private final TopicSettings topics;
    private final String topic;
    private final LongSupplier monotonic;
    private final Mailboxes mailboxes;
    private final Mailboxes.Cursor cursor = new ConsumerCursor();
    private final Map<Integer, Long> starts = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean running = true;
    private long startsAskedAt = Long.MIN_VALUE / 2;

    /** Takes the consumer over: it is used by the reader's thread only, and closed by it. */
    public KafkaCommandLog(Consumer<byte[], byte[]> consumer, TopicSettings topics, LongSupplier monotonic) {
        this.consumer = consumer;
        this.topics = topics;
        this.topic = topics.name(Topic.COMMANDS);
        this.monotonic = monotonic;
        this.mailboxes = new Mailboxes(this::partition);
        this.thread = Thread.ofPlatform().name("command-log").daemon(true).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public int partition(SessionId session) {
        return HomePartition.of(session, topics.commandPartitions());
    }

    @Override
    public void follow(Mailbox mailbox) {
        mailbox.whenWanting(consumer::wakeup);
        mailboxes.add(mailbox);
        consumer.wakeup();
    }

    @Override
    public void unfollow(Mailbox mailbox) {
        mailboxes.remove(mailbox);
    }

    @Override
    public long start(int partition) {
        return starts.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        try {
            thread.join(KAFKA_CALL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the reader's thread ----

    private void run() {
        try (consumer) {
            while (running) turn();
        }
    }

    private void turn() {
        try {
            if (!mailboxes.prepare(cursor)) idle();
            else {
                deliver(consumer.poll(POLL));
                mailboxes.advance(cursor);
            }
            askForStarts();
        } catch (WakeupException e) {
            // somebody wants to be followed, or the end has come: the next turn sees to it
        } catch (RuntimeException e) { // the edge: the one reader of all sessions must go on
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            log.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("the command log was not read; it will be");
        }
    }

    /** Without an assignment a consumer refuses to poll: wait for the first mailbox. */
    private void idle() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records)
            mailboxes.deliver(
                    record.partition(),
                    record.offset(),
                    Instant.ofEpochMilli(record.timestamp()),
                    () -> CloudEventCodec.decodeCommand(record.value()));
    }

    /** The consumer as the mailboxes see it. */
    private final class ConsumerCursor implements Mailboxes.Cursor {
        @Override
        public Set<Integer> assignment() {
            return consumer.assignment().stream().map(TopicPartition::partition).collect(Collectors.toSet());
        }

        @Override
        public void assign(Set<Integer> partitions) {
            consumer.assign(partitions.stream().map(this::of).toList());
        }

        @Override
        public long position(int partition) {
            return consumer.position(of(partition), KAFKA_CALL);
        }

        @Override
        public void seek(int partition, long position) {
            consumer.seek(of(partition), position); // also throws away what was fetched
        }

        private TopicPartition of(int partition) {
            return new TopicPartition(topic, partition);
        }
    }

    private void askForStarts() {
        if (monotonic.getAsLong() - startsAskedAt < STARTS_EVERY_MILLIS
                || consumer.assignment().isEmpty()) return;
        startsAskedAt = monotonic.getAsLong();
        consumer.beginningOffsets(consumer.assignment(), KAFKA_CALL)
                .forEach((partition, offset) -> starts.put(partition.partition(), Objects.requireNonNull(offset)));
    }
}
