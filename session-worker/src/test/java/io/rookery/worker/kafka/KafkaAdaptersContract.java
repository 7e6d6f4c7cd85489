package io.rookery.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.Topic;
import io.rookery.events.WorkerId;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicCatalog;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.worker.command.Admission;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.command.kafka.KafkaCommandLog;
import io.rookery.worker.command.kafka.KafkaForwarding;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.event.kafka.KafkaEventLog;
import io.rookery.worker.recovery.kafka.KafkaHistory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the adapters must do on any broker. Each test has a session of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KafkaAdaptersContract {
    private static final TopicSettings TOPICS = new TopicSettings("rookery.", 4, 2, (short) 1, 1, true);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicLong NAMES = new AtomicLong();
    private String bootstrap = "";
    private Producer<byte[], byte[]> producer;
    private KafkaEventLog events;

    /** Starts a broker. @return its address */
    abstract String startBroker(Path directory);

    abstract void stopBroker();

    private String bootstrap() {
        return bootstrap;
    }

    @BeforeAll
    void prepare(@TempDir Path directory) throws Exception {
        bootstrap = startBroker(directory);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            new TopicCatalog(admin, TOPICS, Duration.ofSeconds(20)).prepare();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        events = new KafkaEventLog(producer, this::consumer, TOPICS);
    }

    @AfterAll
    void finish() {
        events.close();
        producer.close();
        stopBroker();
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    // ---- topics ----

    @Test
    void anotherNumberOfCommandPartitions_isRefused() {
        var other = new TopicSettings("rookery.", 8, 2, (short) 1, 1, true);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            assertThatThrownBy(() -> new TopicCatalog(admin, other, Duration.ofSeconds(20)).prepare())
                    .isInstanceOf(TopicCatalog.TopicsUnusable.class)
                    .hasMessageContaining("has 4 partitions");
        }
    }

    @Test
    void missingTopics_areNotCreatedWhereThatIsForbidden() {
        var forbidden = new TopicSettings("elsewhere.", 4, 2, (short) 1, 1, false);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            assertThatThrownBy(() -> new TopicCatalog(admin, forbidden, Duration.ofSeconds(20)).prepare())
                    .isInstanceOf(TopicCatalog.TopicsUnusable.class)
                    .hasMessageContaining("elsewhere.commands");
        }
    }

    // ---- outcomes ----

    @Test
    void aSessionsOutcomesAndFences_areReadInOrder_andNobodyElses() throws Exception {
        SessionId session = newSession();
        long from = events.end(session);
        long first = publish(session, 1, outcome(5));
        publish(sameOutcomePartition(session), 9, outcome(6));
        long fence = publish(session, 2, new Event.Fence());
        publish(session, 2, outcome(7));
        List<OutcomeLog.Entry> read = events.read(session, from, fence + 1);
        assertThat(read).extracting(OutcomeLog.Entry::position).containsExactly(first, fence);
        assertThat(read).extracting(OutcomeLog.Entry::epoch).containsExactly(new Epoch(1), new Epoch(2));
        assertThat(read.getLast().outcome()).isNull();
        assertThat(events.lastPublished(session)).isGreaterThan(fence);
    }

    @Test
    void nothingBetween_isReadAtOnce() throws Exception {
        SessionId session = newSession();
        assertThat(events.read(session, 0, 0)).isEmpty();
    }

    // ---- the command log ----

    @Test
    void aMailbox_getsItsSessionsCommands_fromItsPositionOn_andNothingElse() {
        SessionId session = newSession();
        SessionId neighbour = sameCommandPartition(session);
        long before = command(session, "answered already");
        command(neighbour, "not mine");
        write(session, "not json");
        long mine = command(session, "mine");
        try (KafkaCommandLog log = log()) {
            Mailbox mailbox = new Mailbox(session, log.partition(session), before + 1, 100, () -> {});
            log.follow(mailbox);
            awaitSize(mailbox, 1);
            assertThat(mailbox.first())
                    .isNotNull()
                    .extracting(Mailbox.Item::offset)
                    .isEqualTo(mine);
            long later = command(session, "later");
            awaitSize(mailbox, 2);
            mailbox.removeFirst(mine);
            assertThat(mailbox.first())
                    .isNotNull()
                    .extracting(Mailbox.Item::offset)
                    .isEqualTo(later);
        }
    }

    @Test
    void aMailboxThatWasFull_getsTheRest_onceThereIsRoom_andItsNeighbourWaitsForNothing() {
        SessionId session = newSession();
        SessionId neighbour = sameCommandPartition(session);
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < 10; i++) offsets.add(command(session, "c" + i));
        long neighbours = command(neighbour, "n");
        try (KafkaCommandLog log = log()) {
            Mailbox small = new Mailbox(session, log.partition(session), offsets.getFirst(), 3, () -> {});
            Mailbox other = new Mailbox(neighbour, log.partition(neighbour), offsets.getFirst(), 3, () -> {});
            log.follow(small);
            log.follow(other);
            awaitSize(other, 1);
            assertThat(other.first())
                    .isNotNull()
                    .extracting(Mailbox.Item::offset)
                    .isEqualTo(neighbours);
            for (long offset : offsets) {
                Awaitility.await("command at " + offset)
                        .pollInterval(Duration.ofMillis(5))
                        .atMost(PATIENCE)
                        .until(() -> small.first() != null);
                small.removeFirst(offset);
            }
            assertThat(small.first()).isNull();
            assertThat(other.size())
                    .as("what was read again is not taken again")
                    .isEqualTo(1);
        }
    }

    // ---- what admission passes on ----

    @Test
    void aDeadLetter_saysWhyAndWhereFrom() throws Exception {
        var forwarding = new KafkaForwarding(producer, TOPICS);
        byte[] value = ("poison " + NAMES.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        forwarding.deadLetter(new Admission.Raw(2, 77, Instant.EPOCH, null, value), "the value is not JSON");
        var letter = all(Topic.DEAD_LETTER)
                .filter(it -> Arrays.equals(it.value(), value))
                .findFirst()
                .orElseThrow();
        assertThat(header(letter, "rookery-reason")).isEqualTo("the value is not JSON");
        assertThat(header(letter, "rookery-partition")).isEqualTo("2");
        assertThat(header(letter, "rookery-offset")).isEqualTo("77");
    }

    @Test
    void aReappendedCommand_liesInItsHomePartition_withItsTime() throws Exception {
        SessionId session = newSession();
        byte[] value = CloudEventCodec.encode(
                CommandMessage.of(session, new CommandId("c"), Instant.EPOCH, new Command.Close()));
        Instant written = Instant.parse("2026-11-20T11:00:00Z");
        new KafkaForwarding(producer, TOPICS).reappend(session, new Admission.Raw(0, 1, written, null, value));
        var record = all(Topic.COMMANDS)
                .filter(it -> Arrays.equals(it.value(), value))
                .findFirst()
                .orElseThrow();
        assertThat(record.partition()).isEqualTo(HomePartition.of(session, 4));
        assertThat(record.timestamp()).isEqualTo(written.toEpochMilli());
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(session.value());
    }

    // ---- history ----

    @Test
    void history_hasTheLastRecordOfASession_itsOutcomes_andTheEndOfItsCommands() throws Exception {
        SessionId session = newSession();
        publish(session, 1, record(SessionState.QUEUED));
        publish(session, 1, record(SessionState.READY));
        publish(session, 1, outcome(3));
        long last = command(session, "c");
        var history = new KafkaHistory(this::consumer, TOPICS);
        assertThat(history.sessions().get(session))
                .isNotNull()
                .extracting(EventMessage::event)
                .isEqualTo(record(SessionState.READY));
        assertThat(history.outcomes().get(session)).hasSize(1);
        assertThat(history.lastCommands(Set.of(session))).containsExactly(Map.entry(session, last));
    }

    // ---- small parts ----

    private static SessionId newSession() {
        return new SessionId("k" + NAMES.incrementAndGet());
    }

    private static SessionId sameCommandPartition(SessionId session) {
        return neighbour(session, 4);
    }

    private static SessionId sameOutcomePartition(SessionId session) {
        return neighbour(session, 2);
    }

    private static SessionId neighbour(SessionId session, int partitions) {
        SessionId candidate = newSession();
        while (HomePartition.of(candidate, partitions) != HomePartition.of(session, partitions))
            candidate = newSession();
        return candidate;
    }

    private KafkaCommandLog log() {
        var log = new KafkaCommandLog(consumer(), TOPICS, () -> System.nanoTime() / 1_000_000);
        log.start();
        return log;
    }

    private static void awaitSize(Mailbox mailbox, int size) {
        Awaitility.await("commands of " + mailbox.session())
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> mailbox.size() == size);
    }

    private long command(SessionId session, String id) {
        String safe = id.replace(' ', '-') + "-" + session;
        return write(
                session,
                CloudEventCodec.encode(
                        CommandMessage.of(session, new CommandId(safe), Instant.EPOCH, new Command.Close())));
    }

    private void write(SessionId session, String text) {
        write(session, text.getBytes(StandardCharsets.UTF_8));
    }

    private long write(SessionId session, byte[] value) {
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        try {
            return producer.send(new ProducerRecord<>("rookery.commands", HomePartition.of(session, 4), key, value))
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private long publish(SessionId session, int epoch, Event event) {
        CommandId command = event instanceof Event.Outcome outcome ? new CommandId("c" + outcome.offset()) : null;
        return events.publish(new EventMessage(
                        session,
                        "e" + NAMES.incrementAndGet(),
                        Instant.EPOCH,
                        TenantId.DEFAULT,
                        new Epoch(epoch),
                        1,
                        new WorkerId("w1"),
                        command,
                        null,
                        event))
                .toCompletableFuture()
                .join();
    }

    private static Event.Outcome outcome(long offset) {
        return new Event.Outcome(
                OutcomeStatus.SUCCEEDED, "OK", null, "type", 0, Long.toString(offset), Mode.OPEN, Map.of());
    }

    private static Event.SessionRecord record(SessionState state) {
        return new Event.SessionRecord(Event.Desired.RUNNING, state, new Command.Start(null), 1, null, null);
    }

    private Stream<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name("rookery.")).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L)))
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records.stream();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
