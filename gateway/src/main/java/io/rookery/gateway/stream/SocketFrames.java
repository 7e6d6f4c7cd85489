package io.rookery.gateway.stream;

import io.rookery.events.EventType;
import io.rookery.gateway.event.EventNames;
import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Steps as the texts of a web socket: {@code {"id":…,"type":…,"event":…}}. A cursor is of letters that need no escape. */
final class SocketFrames {
    private final JsonMapper json;

    SocketFrames(JsonMapper json) {
        this.json = json;
    }

    List<String> write(Step step) {
        return switch (step) {
            case Step.Items items ->
                items.items().stream().map(SocketFrames::write).toList();
            case Step.Beat beat ->
                beat.cursor() == null ? List.of() : List.of(frame(beat.cursor(), "stream.position", ""));
            case Step.End end -> last(end.reason().problem());
        };
    }

    private List<String> last(@org.jspecify.annotations.Nullable Problem problem) {
        List<String> texts = new ArrayList<>();
        if (problem != null)
            texts.add("{\"type\":\"stream.error\",\"problem\":" + json.writeValueAsString(problem) + "}");
        return texts;
    }

    private static String write(FeedItem item) {
        return switch (item) {
            case FeedItem.Begin begin -> frame(begin.cursor(), "stream.begin", "");
            case FeedItem.Gap gap -> frame(gap.cursor(), "stream.gap", "");
            case FeedItem.Told told ->
                frame(
                        told.cursor(),
                        EventNames.of(EventType.of(told.event().message().event())),
                        ",\"event\":" + told.event().json());
        };
    }

    private static String frame(String cursor, String type, String more) {
        return "{\"id\":\"" + cursor + "\",\"type\":\"" + type + "\"" + more + "}";
    }
}
