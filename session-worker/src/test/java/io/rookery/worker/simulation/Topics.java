package io.rookery.worker.simulation;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.DecodedCommand;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.worker.event.OutcomeLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What Kafka holds: the command log, the outcome topic, and the compacted topic of the sessions' records. Every method is one step of the broker. */
final class Topics {
    /** A command where it lies. */
    record Command(int partition, long offset, Instant time, byte[] value, DecodedCommand decoded) {}

    private final World world;
    private final List<List<Command>> commands = partitions();
    private final List<List<EventMessage>> outcomes = partitions();
    private final Map<SessionId, EventMessage> sessions = new TreeMap<>();

    Topics(World world) {
        this.world = world;
    }

    private static <T> List<List<T>> partitions() {
        return IntStream.range(0, World.PARTITIONS)
                .<List<T>>mapToObj(i -> new ArrayList<>())
                .toList();
    }

    List<Command> commands(int partition) {
        return commands.get(partition);
    }

    void append(int partition, Instant time, byte[] value) {
        List<Command> log = commands.get(partition);
        var command = new Command(partition, log.size(), time, value, CloudEventCodec.decodeCommand(value));
        log.add(command);
        world.ledger.written(command);
    }

    /** @return the position */
    long publish(EventMessage message) {
        return switch (message.event()) {
            case Event.Outcome ignored -> publishOutcome(message);
            case Event.Fence ignored -> publishOutcome(message);
            case Event.SessionRecord record -> {
                sessions.put(message.session(), message);
                world.trace(() -> "sessions %s %s %s".formatted(message.session(), record.desired(), record.state()));
                yield 0L;
            }
            default -> 0L;
        };
    }

    private long publishOutcome(EventMessage message) {
        List<EventMessage> log = outcomes.get(world.partition(message.session()));
        log.add(message);
        world.ledger.told(log.size() - 1, message);
        return log.size() - 1;
    }

    long outcomeEnd(SessionId session) {
        return outcomes.get(world.partition(session)).size();
    }

    List<OutcomeLog.Entry> outcomes(SessionId session, long from, long until) {
        List<EventMessage> log = outcomes.get(world.partition(session));
        List<OutcomeLog.Entry> entries = new ArrayList<>();
        for (long i = Math.max(0, from); i < Math.min(until, log.size()); i++) {
            EventMessage message = log.get((int) i);
            if (!message.session().equals(session)) continue;
            Event.Outcome outcome = message.event() instanceof Event.Outcome it ? it : null;
            entries.add(new OutcomeLog.Entry(i, message.epoch(), message.commandId(), outcome));
        }
        return entries;
    }

    boolean isStopped(SessionId session) {
        EventMessage last = sessions.get(session);
        return last != null
                && last.event() instanceof Event.SessionRecord record
                && record.desired() == Event.Desired.STOPPED;
    }

    Map<SessionId, EventMessage> sessionRecords() {
        return new TreeMap<>(sessions);
    }
}
