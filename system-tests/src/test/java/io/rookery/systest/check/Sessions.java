package io.rookery.systest.check;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who had which session when, as its events tell. */
public final class Sessions {
    private Sessions() {}

    /** The first sign of the next owner after that epoch: most of all its fence. */
    public static Optional<EventMessage> nextOwner(List<TapedEvent> events, String session, int afterEpoch) {
        return after(events, session, afterEpoch).min(Comparator.comparing(EventMessage::time));
    }

    /** When an owner after that epoch was READY for the first time. */
    static Optional<Instant> nextReady(List<TapedEvent> events, String session, int afterEpoch) {
        return after(events, session, afterEpoch)
                .filter(it -> it.event() instanceof Event.Status status && status.state() == SessionState.READY)
                .map(EventMessage::time)
                .min(Comparator.naturalOrder());
    }

    private static Stream<EventMessage> after(List<TapedEvent> events, String session, int afterEpoch) {
        return events.stream()
                .map(TapedEvent::message)
                .filter(it -> it.session().value().equals(session) && epoch(it) > afterEpoch);
    }

    /** What the newest owner said last; empty where nobody has owned the session. */
    public static Optional<EventMessage> newestOwner(Stream<EventMessage> eventsOfTheSession) {
        return eventsOfTheSession
                .filter(it -> it.epoch() != null && it.worker() != null)
                .max(Comparator.comparingInt(Sessions::epoch).thenComparing(EventMessage::time));
    }

    /** 0 for events of admission. */
    public static int epoch(EventMessage message) {
        return message.epoch() == null ? 0 : message.epoch().value();
    }
}
