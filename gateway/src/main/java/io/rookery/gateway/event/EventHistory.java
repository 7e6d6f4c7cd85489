package io.rookery.gateway.event;

import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The newest events of all sessions, bounded in number and size. For one thread at a time. */
final class EventHistory {
    private final int maxEvents;
    private final long maxWeight;
    private final Deque<SessionEvent> all = new ArrayDeque<>();
    private final Map<SessionId, Deque<SessionEvent>> bySession = new HashMap<>();
    /** Per topic and partition: up to here records are gone, or were never read. */
    private final Map<Topic, Map<Integer, Long>> goneUpTo = new EnumMap<>(Topic.class);

    private long weight;

    EventHistory(int maxEvents, long maxWeight) {
        this.maxEvents = maxEvents;
        this.maxWeight = maxWeight;
    }

    /** @param offset of the first record that will be read */
    void startsAt(Topic topic, int partition, long offset) {
        gone(topic, partition, offset - 1);
    }

    void add(SessionEvent event) {
        all.addLast(event);
        bySession
                .computeIfAbsent(event.session(), ignored -> new ArrayDeque<>())
                .addLast(event);
        weight += event.weight();
        while (all.size() > maxEvents || (weight > maxWeight && all.size() > 1)) evict();
    }

    List<SessionEvent> of(SessionId session) {
        return held(session).toList();
    }

    List<SessionEvent> after(SessionId session, Cursor cursor) {
        return held(session).filter(cursor::isBefore).toList();
    }

    /** Whether everything behind the cursor is held. */
    boolean reachesBackTo(Cursor cursor) {
        return cursor.positions().entrySet().stream().allMatch(entry -> {
            Long gone = goneUpTo.getOrDefault(entry.getKey(), Map.of())
                    .get(entry.getValue().partition());
            return gone != null && entry.getValue().offset() >= gone;
        });
    }

    private Stream<SessionEvent> held(SessionId session) {
        Deque<SessionEvent> events = bySession.get(session);
        return events == null ? Stream.empty() : events.stream();
    }

    private void evict() {
        SessionEvent oldest = all.removeFirst();
        weight -= oldest.weight();
        gone(oldest.topic(), oldest.partition(), oldest.offset());
        Deque<SessionEvent> own = bySession.get(oldest.session());
        if (own == null) return;
        own.removeFirst();
        if (own.isEmpty()) bySession.remove(oldest.session());
    }

    private void gone(Topic topic, int partition, long offset) {
        goneUpTo.computeIfAbsent(topic, ignored -> new HashMap<>()).merge(partition, offset, Math::max);
    }
}
