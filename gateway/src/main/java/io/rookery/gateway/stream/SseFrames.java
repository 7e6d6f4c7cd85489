package io.rookery.gateway.stream;

import io.rookery.events.EventType;
import io.rookery.gateway.event.EventNames;
import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.event.SessionEvent;
import io.rookery.gateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Steps as server-sent events. What was written to the topic is not encoded again. */
final class SseFrames {
    private final JsonMapper json;

    SseFrames(JsonMapper json) {
        this.json = json;
    }

    /** All that belongs to the step; empty where that is nothing. */
    byte[] write(Step step) {
        StringBuilder text = new StringBuilder(1024);
        switch (step) {
            case Step.Items items -> items.items().forEach(item -> write(item, text));
            case Step.Beat beat -> {
                if (beat.cursor() != null) id(beat.cursor(), text);
                text.append(":\n\n");
            }
            case Step.End end -> {
                Problem problem = end.reason().problem();
                if (problem != null)
                    text.append("event: stream.error\ndata: ")
                            .append(json.writeValueAsString(problem))
                            .append("\n\n");
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(FeedItem item, StringBuilder text) {
        id(item.cursor(), text);
        switch (item) {
            case FeedItem.Begin ignored -> text.append(":following\n\n");
            case FeedItem.Gap ignored -> text.append("event: stream.gap\ndata: {}\n\n");
            case FeedItem.Told told ->
                text.append("event: ")
                        .append(EventNames.of(
                                EventType.of(told.event().message().event())))
                        .append("\ndata: ")
                        .append(line(told.event()))
                        .append("\n\n");
        }
    }

    private static void id(String cursor, StringBuilder text) {
        text.append("id: ").append(cursor).append('\n');
    }

    /** Line ends can stand between JSON's tokens only, where a blank says the same. */
    private static String line(SessionEvent event) {
        String written = event.json();
        return written.indexOf('\n') < 0 && written.indexOf('\r') < 0
                ? written
                : written.replace('\n', ' ').replace('\r', ' ');
    }
}
