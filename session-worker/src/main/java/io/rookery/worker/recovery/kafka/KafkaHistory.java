package io.rookery.worker.recovery.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.recovery.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads whole topics with a consumer of a moment. */
public final class KafkaHistory implements History {
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicSettings topics;

    public KafkaHistory(Supplier<Consumer<byte[], byte[]>> consumers, TopicSettings topics) {
        this.consumers = consumers;
        this.topics = topics;
    }

    @Override
    public Map<SessionId, EventMessage> sessions() throws EventLogUnavailable {
        Map<SessionId, EventMessage> last = new HashMap<>();
        read(Topic.SESSIONS, (record, message) -> {
            if (message.event() instanceof Event.SessionRecord) last.put(message.session(), message);
        });
        return last;
    }

    @Override
    public Map<SessionId, List<OutcomeLog.Entry>> outcomes() throws EventLogUnavailable {
        Map<SessionId, List<OutcomeLog.Entry>> entries = new HashMap<>();
        read(Topic.OUTCOME, (record, message) -> {
            Event.Outcome outcome = message.event() instanceof Event.Outcome told ? told : null;
            entries.computeIfAbsent(message.session(), session -> new ArrayList<>())
                    .add(new OutcomeLog.Entry(record.offset(), message.epoch(), message.commandId(), outcome));
        });
        return entries;
    }

    @Override
    public Map<SessionId, Long> lastCommands(Set<SessionId> sessions) throws EventLogUnavailable {
        Map<SessionId, TopicPartition> partitions = new HashMap<>();
        for (SessionId session : sessions)
            partitions.put(
                    session,
                    new TopicPartition(
                            topics.name(Topic.COMMANDS), HomePartition.of(session, topics.commandPartitions())));
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(Set.copyOf(partitions.values()), CALL);
            Map<SessionId, Long> last = new HashMap<>();
            partitions.forEach((session, partition) -> last.put(session, ends.getOrDefault(partition, 0L) - 1));
            return last;
        } catch (KafkaException e) {
            throw new EventLogUnavailable("the ends of the command partitions are not known", e);
        }
    }

    private void read(Topic topic, BiConsumer<ConsumerRecord<byte[], byte[]>, EventMessage> taker)
            throws EventLogUnavailable {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < topics.partitions(topic); i++) partitions.add(new TopicPartition(topics.name(topic), i));
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
            int empty = 0;
            while (!reached(consumer, ends)) {
                var records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) empty = 0;
                else if (++empty > CALL.toSeconds())
                    throw new EventLogUnavailable("topic " + topic + " does not answer", null);
                for (var record : records) decode(record, taker);
            }
        } catch (KafkaException e) {
            throw new EventLogUnavailable("topic " + topic + " was not read", e);
        }
    }

    private static boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), CALL) >= end.getValue());
    }

    private static void decode(
            ConsumerRecord<byte[], byte[]> record, BiConsumer<ConsumerRecord<byte[], byte[]>, EventMessage> taker) {
        if (record.value() == null) return;
        try {
            taker.accept(record, CloudEventCodec.decodeEvent(record.value()));
        } catch (InvalidValue e) {
            // no event of ours: it remembers nothing
        }
    }
}
