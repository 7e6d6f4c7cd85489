package io.rookery.quickstart.api;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Wait;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events whose data are CloudEvents, collected by a thread of its own until the stream ends or is closed. */
public final class EventStream implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Stream<String> lines;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final StringBuilder data = new StringBuilder();

    private EventStream(Stream<String> lines) {
        this.lines = lines;
    }

    static EventStream reading(Stream<String> lines) {
        var stream = new EventStream(lines);
        Thread.ofVirtual().name("event-stream").start(stream::read);
        return stream;
    }

    private void read() {
        try {
            lines.forEach(this::line);
        } catch (UncheckedIOException closed) {
            data.setLength(0);
        }
    }

    private void line(String line) {
        if (line.startsWith("data:")) {
            data.append(line.substring("data:".length()).strip()).append('\n');
        } else if (line.isEmpty() && !data.isEmpty()) {
            add(data.toString());
            data.setLength(0);
        }
    }

    private void add(String text) {
        try {
            events.add(JSON.readTree(text));
        } catch (JacksonException e) {
            throw new PartFailed("an event of the gateway's stream is not JSON", e);
        }
    }

    /** All so far, in their order. */
    public List<JsonNode> seen() {
        return List.copyOf(events);
    }

    /** @return the first event of that type whose data fits, also one that came before the call; empty after {@code timeout} */
    public Optional<JsonNode> await(String type, Predicate<JsonNode> data, Duration timeout) {
        Predicate<JsonNode> fits =
                event -> event.path("type").asString("").equals(type) && data.test(event.path("data"));
        Wait.until(timeout, () -> events.stream().anyMatch(fits));
        return events.stream().filter(fits).findFirst();
    }

    @Override
    public void close() {
        lines.close();
    }
}
