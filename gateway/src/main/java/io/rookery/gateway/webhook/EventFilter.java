package io.rookery.gateway.webhook;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.Topic;
import io.rookery.gateway.event.EventNames;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kinds of events a web hook gets.
 *
 * @param types as {@link EventNames} has them. Empty for all. Codes ({@code session.qr}) are secrets: only who names them in full gets them
 * @param covered the kinds that they mean
 */
public record EventFilter(List<String> types, Set<EventType> covered) {

    public EventFilter {
        types = List.copyOf(types);
        covered = Set.copyOf(covered);
    }

    /** @throws InvalidValue where an entry covers nothing */
    public EventFilter(List<String> types) {
        this(types, covered(types));
    }

    private static Set<EventType> covered(List<String> types) {
        EnumSet<EventType> covered = EnumSet.noneOf(EventType.class);
        if (types.isEmpty()) covered.addAll(EventNames.TOLD);
        for (int place = 0; place < types.size(); place++)
            covered.addAll(EventNames.named("types." + place, types.get(place)));
        if (!types.contains(EventNames.of(EventType.QR))) covered.remove(EventType.QR);
        return covered;
    }

    public boolean covers(EventType type) {
        return covered.contains(type);
    }

    /** The topics that hold such events. */
    public Set<Topic> topics() {
        return covered.stream()
                .map(EventType::topic)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)));
    }
}
