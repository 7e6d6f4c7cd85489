package io.rookery.gateway.event;

import io.rookery.events.Topic;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a stream has come: one position per topic, as {@code status:0-12.qr:0-3.message:1-77.outcome:0-40} (partition and offset of the
 * last record that was read). It means the same to every gateway.
 */
record Cursor(Map<Topic, Position> positions) {
    private static final Pattern PART = Pattern.compile("(status|qr|message|outcome):([0-9]{1,6})-(-1|[0-9]{1,18})");

    record Position(int partition, long offset) {}

    /** @return empty where the text is no cursor */
    static Optional<Cursor> parse(String text) {
        Map<Topic, Position> positions = new EnumMap<>(Topic.class);
        for (String part : text.split("\\.", 5)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) return Optional.empty();
            positions.put(
                    EventFeed.topic(matcher.group(1)),
                    new Position(Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))));
        }
        return Optional.of(new Cursor(positions));
    }

    boolean isBefore(SessionEvent event) {
        Position position = positions.get(event.topic());
        return position == null || position.partition() != event.partition() || position.offset() < event.offset();
    }

    @Override
    public String toString() {
        return positions.entrySet().stream()
                .map(entry -> EventFeed.word(entry.getKey()) + ":"
                        + entry.getValue().partition() + "-" + entry.getValue().offset())
                .collect(Collectors.joining("."));
    }
}
