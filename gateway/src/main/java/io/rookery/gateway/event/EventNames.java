package io.rookery.gateway.event;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How callers name kinds of events: {@code message.received}, or {@code message.*} for all that begin so. {@code message.} and {@code message} mean the same, for callers that have learned it so.
 */
public final class EventNames {
    private static final String PREFIX = "io.rookery.event.";

    /** All that callers may be told of; the rest is for readers of the topics. */
    public static final Set<EventType> TOLD =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(EventType.FENCE, EventType.SESSION_RECORD)));

    private EventNames() {}

    /** {@code message.received}. */
    public static String of(EventType type) {
        return type.type().substring(PREFIX.length());
    }

    /**
     * What is named.
     *
     * @param field where the name stands, for whoever has to mend it
     * @throws InvalidValue where it names nothing
     */
    public static Set<EventType> named(String field, String name) {
        String group = name.replaceFirst("\\.\\*?$", "") + ".";
        Set<EventType> found = TOLD.stream()
                .filter(type -> of(type).equals(name) || of(type).startsWith(group))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class)));
        if (found.isEmpty())
            throw new InvalidValue(
                    field, "names no type of event, such as message.received, nor a group of them, such as message.*");
        return found;
    }
}
