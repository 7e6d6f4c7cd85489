package io.rookery.worker.app;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Everything that the event topics hold, read from the beginning on a thread of its own, as any other program would read it. */
final class EventTape implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<EventMessage> events = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;

    /** @param prefix of the topics */
    EventTape(String bootstrap, String prefix) {
        thread = Thread.ofPlatform().name("tape").start(() -> read(bootstrap, prefix));
    }

    private void read(String bootstrap, String prefix) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            Arrays.stream(EventType.values())
                    .map(type -> type.topic().name(prefix))
                    .distinct()
                    .forEach(topic -> consumer.partitionsFor(topic)
                            .forEach(it -> partitions.add(new TopicPartition(topic, it.partition()))));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (running)
                consumer.poll(Duration.ofMillis(100))
                        .forEach(it -> events.add(CloudEventCodec.decodeEvent(it.value())));
        }
    }

    Stream<EventMessage> of(SessionId session) {
        return events.stream().filter(it -> it.session().equals(session));
    }

    <T extends Event> Stream<T> of(SessionId session, Class<T> type) {
        return of(session).map(EventMessage::event).filter(type::isInstance).map(type::cast);
    }

    /** Waits for an event of the session. */
    <T extends Event> T await(SessionId session, Class<T> type, Predicate<T> wanted) {
        return Awaitility.await(type.getSimpleName() + " of " + session)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> of(session, type).filter(wanted).reduce((first, last) -> last),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** The outcomes of a command. */
    List<Event.Outcome> outcomes(SessionId session, String command) {
        return of(session)
                .filter(it -> it.commandId() != null && it.commandId().value().equals(command))
                .map(EventMessage::event)
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .toList();
    }

    Event.Outcome awaitOutcome(SessionId session, String command) {
        return Awaitility.await("outcome of " + command)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> outcomes(session, command), found -> !found.isEmpty())
                .getFirst();
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
