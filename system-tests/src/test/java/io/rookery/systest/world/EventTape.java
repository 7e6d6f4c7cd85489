package io.rookery.systest.world;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionState;
import io.rookery.systest.check.TapedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Everything that the event topics hold, read from the beginning on a thread of its own, as any other program would read it. */
public final class EventTape implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Queue<TapedEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<String> misfits = new ConcurrentLinkedQueue<>();
    private final TopicReader reader;

    /** @param bootstrap of a broker that has the topics already */
    EventTape(String bootstrap) {
        List<String> topics = Arrays.stream(EventType.values())
                .map(type -> type.topic().name("rookery."))
                .distinct()
                .toList();
        reader = new TopicReader("event-tape", bootstrap, topics, this::add);
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) return;
        try {
            events.add(new TapedEvent(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    Instant.ofEpochMilli(record.timestamp()),
                    Instant.now(),
                    CloudEventCodec.decodeEvent(record.value())));
        } catch (InvalidValue e) {
            misfits.add("%s-%d@%d: %s %s"
                    .formatted(record.topic(), record.partition(), record.offset(), e.field(), e.sentence()));
        }
    }

    public List<TapedEvent> all() {
        return List.copyOf(events);
    }

    /** Records on the event topics that are no events of ours. */
    public List<String> misfits() {
        return List.copyOf(misfits);
    }

    public Stream<EventMessage> of(String session) {
        return events.stream()
                .map(TapedEvent::message)
                .filter(it -> it.session().value().equals(session));
    }

    public <T extends Event> Stream<T> of(String session, Class<T> type) {
        return of(session).map(EventMessage::event).filter(type::isInstance).map(type::cast);
    }

    /** The last one where there are several; waits for it. */
    public <T extends Event> T await(String session, Class<T> type, Predicate<T> wanted) {
        return Awaitility.await(type.getSimpleName() + " of " + session)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> of(session, type).filter(wanted).reduce((first, last) -> last), Optional::isPresent)
                .orElseThrow();
    }

    /** What a session's status events say, for the message of a test that has waited in vain. */
    public String story(String session) {
        return of(session)
                .filter(it -> it.event() instanceof Event.Status)
                .map(it -> it.time() + " epoch " + epoch(it) + " " + it.worker() + " " + it.event())
                .collect(Collectors.joining("\n"));
    }

    /** The first status event READY of an owner after that epoch; waits for it. */
    public EventMessage awaitReady(String session, int afterEpoch, Duration patience) {
        try {
            return Awaitility.await()
                    .atMost(patience)
                    .pollInterval(LOOK)
                    .until(
                            () -> of(session)
                                    .filter(it -> it.event() instanceof Event.Status status
                                            && status.state() == SessionState.READY
                                            && epoch(it) > afterEpoch)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    session + " is not READY after epoch " + afterEpoch + " in " + patience + ":\n" + story(session),
                    e);
        }
    }

    public static int epoch(EventMessage message) {
        return message.epoch() == null ? 0 : message.epoch().value();
    }

    /** The outcomes of a command, as they came. */
    public List<Event.Outcome> outcomes(String session, String command) {
        List<Event.Outcome> outcomes = new ArrayList<>();
        of(session).forEach(it -> {
            if (it.commandId() != null
                    && it.commandId().value().equals(command)
                    && it.event() instanceof Event.Outcome outcome) outcomes.add(outcome);
        });
        return outcomes;
    }

    public Event.Outcome awaitOutcome(String session, String command) {
        return Awaitility.await("outcome of " + command + " of " + session)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> outcomes(session, command), found -> !found.isEmpty())
                .getFirst();
    }

    @Override
    public void close() {
        reader.close();
    }
}
