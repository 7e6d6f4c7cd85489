package io.rookery.worker.command.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.DecodedCommand;
import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.worker.command.CommandLog;
import io.rookery.worker.command.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
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
    private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
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
            assign();
            seekBack();
            if (consumer.assignment().isEmpty()) idle();
            else {
                deliver(consumer.poll(POLL));
                advance();
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

    private void assign() {
        Set<TopicPartition> wanted = mailboxes.stream()
                .map(mailbox -> new TopicPartition(topic, mailbox.partition()))
                .collect(Collectors.toSet());
        if (wanted.equals(consumer.assignment())) return;
        Set<TopicPartition> added = new HashSet<>(wanted);
        added.removeAll(consumer.assignment());
        consumer.assign(wanted);
        for (TopicPartition partition : added)
            wantedPosition(partition.partition()).ifPresent(position -> seek(partition, position));
    }

    private OptionalLong wantedPosition(int partition) {
        return mailboxes.stream()
                .filter(mailbox -> mailbox.partition() == partition)
                .flatMap(mailbox -> mailbox.wantedPosition().stream())
                .mapToLong(Long::longValue)
                .min();
    }

    /** [gap] A mailbox that is new, or has dropped something, takes nothing before the reader stands at or before its next position. */
    private void seekBack() {
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong wanted = wantedPosition(partition.partition());
            if (wanted.isEmpty()) continue;
            long position = consumer.position(partition, KAFKA_CALL);
            seek(partition, Math.min(position, wanted.getAsLong()));
        }
    }

    private void seek(TopicPartition partition, long position) {
        consumer.seek(partition, position); // also throws away what was fetched
        for (Mailbox mailbox : mailboxes) if (mailbox.partition() == partition.partition()) mailbox.sought(position);
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Mailbox.@Nullable Item item = item(record);
            for (Mailbox mailbox : mailboxes) {
                if (mailbox.partition() != record.partition()) continue;
                boolean mine = item != null && item.command().session().equals(mailbox.session());
                mailbox.offer(record.offset(), mine ? item : null);
            }
        }
    }

    /** Offsets that hold no record – aged out, or marks of a transaction – count as read, too. */
    private void advance() {
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition, KAFKA_CALL);
            for (Mailbox mailbox : mailboxes)
                if (mailbox.partition() == partition.partition()) mailbox.readUpTo(position);
        }
    }

    /** The command of a record, where an owner has to carry it out; what is wrong or not at home is admission's. */
    private Mailbox.@Nullable Item item(ConsumerRecord<byte[], byte[]> record) {
        if (!(CloudEventCodec.decodeCommand(record.value()) instanceof DecodedCommand.Valid(var message))) return null;
        if (partition(message.session()) != record.partition()) return null;
        return new Mailbox.Item(record.offset(), Instant.ofEpochMilli(record.timestamp()), message);
    }

    private void askForStarts() {
        if (monotonic.getAsLong() - startsAskedAt < STARTS_EVERY_MILLIS
                || consumer.assignment().isEmpty()) return;
        startsAskedAt = monotonic.getAsLong();
        consumer.beginningOffsets(consumer.assignment(), KAFKA_CALL)
                .forEach((partition, offset) -> starts.put(partition.partition(), Objects.requireNonNull(offset)));
    }
}
