package io.rookery.gateway.event;

import io.rookery.events.Topic;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How far the event topics were read: the offset of the last record, per topic and partition; -1 where nothing was. For one thread at a time. */
final class Positions {
    /** Nothing is known of this partition. */
    static final long UNKNOWN = -2;

    private final Map<Topic, long[]> offsets = new EnumMap<>(Topic.class);

    Positions copy() {
        Positions copy = new Positions();
        offsets.forEach((topic, known) -> copy.offsets.put(topic, known.clone()));
        return copy;
    }

    /** @param read the last offsets by partition */
    void begin(Topic topic, long[] read) {
        offsets.put(topic, read.clone());
    }

    /** Whether all topics are known. */
    boolean isComplete() {
        return offsets.size() == EventFeed.TOPICS.size();
    }

    int partitions(Topic topic) {
        long[] known = offsets.get(topic);
        return known == null ? 0 : known.length;
    }

    long at(Topic topic, int partition) {
        long[] known = offsets.get(topic);
        return known == null || partition >= known.length ? UNKNOWN : known[partition];
    }

    long at(Place place) {
        return at(place.topic(), place.partition());
    }

    void set(Topic topic, int partition, long offset) {
        long[] known = offsets.getOrDefault(topic, new long[0]);
        if (partition >= known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, partition + 1);
            Arrays.fill(known, before, known.length, UNKNOWN);
            offsets.put(topic, known);
        }
        known[partition] = offset;
    }

    void set(Place place, long offset) {
        set(place.topic(), place.partition(), offset);
    }

    /** Forward, never back. */
    void raise(Place place, long offset) {
        if (at(place) < offset) set(place, offset);
    }

    boolean isBefore(SessionEvent event) {
        return at(event.topic(), event.partition()) < event.offset();
    }
}
