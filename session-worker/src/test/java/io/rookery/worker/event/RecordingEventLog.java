package io.rookery.worker.event;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what is published; or refuses it, as Kafka does when it is away. */
public final class RecordingEventLog implements EventLog, OutcomeLog {
    public final List<EventMessage> published = new ArrayList<>();
    private boolean away;

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    public <E extends Event> List<E> events(Class<E> type) {
        return published.stream()
                .map(EventMessage::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Override
    public CompletionStage<Long> publish(EventMessage message) {
        if (away) return CompletableFuture.failedStage(new IllegalStateException("away"));
        published.add(message);
        return CompletableFuture.completedStage(published.size() - 1L);
    }

    @Override
    public List<Entry> read(SessionId session, long from, long until) {
        return List.of();
    }

    @Override
    public long end(SessionId session) {
        return published.size();
    }

    @Override
    public long lastPublished(SessionId session) {
        return published.size() - 1L;
    }
}
