package io.rookery.gateway.webhook;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which kinds of events a web hook gets.
 *
 * @param types without {@code io.rookery.event.}: {@code message.received}, or the first part of several, {@code message}. Empty for all. Codes ({@code session.qr}) are secrets: only who names them in
 *     full gets them
 */
public record EventFilter(List<String> types) {
    private static final String PREFIX = "io.rookery.event.";

    /** What is told to the cluster itself. */
    private static final Set<EventType> INTERNAL = EnumSet.of(EventType.FENCE, EventType.SESSION_RECORD);

    /** @throws InvalidValue where an entry covers nothing */
    public EventFilter {
        types = List.copyOf(types);
        for (int place = 0; place < types.size(); place++) {
            String wanted = types.get(place);
            if (Arrays.stream(EventType.values()).noneMatch(type -> covers(wanted, type)))
                throw new InvalidValue("types." + place, "is no type of events, and no first part of one");
        }
    }

    public boolean covers(EventType type) {
        if (types.isEmpty()) return type != EventType.QR && !INTERNAL.contains(type);
        return types.stream().anyMatch(wanted -> covers(wanted, type));
    }

    /** The topics that hold such events. */
    public Set<Topic> topics() {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (EventType type : EventType.values()) if (covers(type)) topics.add(type.topic());
        return topics;
    }

    /** {@code message.received}. */
    public static String word(EventType type) {
        return type.type().substring(PREFIX.length());
    }

    private static boolean covers(String wanted, EventType type) {
        if (INTERNAL.contains(type)) return false;
        String word = word(type);
        return word.equals(wanted) || (type != EventType.QR && word.startsWith(wanted + "."));
    }
}
