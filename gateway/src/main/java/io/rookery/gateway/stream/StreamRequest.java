package io.rookery.gateway.stream;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.event.From;
import io.rookery.gateway.event.Interest;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to follow, and from where.
 *
 * @param sessions empty: all
 * @param types their names without {@code io.rookery.event.}; one that ends with a dot stands for all that begin so; empty: all
 * @param cursor null or empty: none
 */
record StreamRequest(
        List<String> sessions, List<String> types, @Nullable String cursor, boolean replay) {
    private static final String PREFIX = "io.rookery.event.";
    /** What is meant for readers of the topics is told to nobody here. */
    private static final Set<EventType> TOLD =
            EnumSet.complementOf(EnumSet.of(EventType.FENCE, EventType.SESSION_RECORD));

    static String name(EventType type) {
        return type.type().substring(PREFIX.length());
    }

    From from() {
        if (cursor != null && !cursor.isEmpty()) return new From.Behind(cursor);
        return replay ? new From.Held() : new From.Now();
    }

    /** What of it the caller may see. */
    Interest interest(Caller caller) {
        Set<SessionId> wanted = sessions.stream().map(StreamRequest::session).collect(Collectors.toSet());
        for (SessionId session : wanted)
            if (!caller.covers(session))
                throw ProblemException.of(ProblemCode.SESSION_NOT_FOUND, "no session has the id " + session);
        return new Interest(caller.tenant(), wanted.isEmpty() ? caller.sessions() : wanted, types(caller));
    }

    private Set<EventType> types(Caller caller) {
        EnumSet<EventType> wanted = EnumSet.noneOf(EventType.class);
        if (types.isEmpty()) wanted.addAll(TOLD);
        types.forEach(type -> wanted.addAll(named(type)));
        if (!caller.may(Permission.SESSION_CONNECT)) wanted.remove(EventType.QR);
        if (wanted.isEmpty())
            throw ProblemException.of(
                    ProblemCode.FORBIDDEN,
                    "the key's role " + caller.role().word() + " lacks the permission "
                            + Permission.SESSION_CONNECT.word());
        return wanted;
    }

    private static Collection<EventType> named(String name) {
        List<EventType> found = TOLD.stream()
                .filter(type -> name.endsWith(".")
                        ? name(type).startsWith(name)
                        : name(type).equals(name))
                .toList();
        if (found.isEmpty()) throw new InvalidValue("type", "names no type of event");
        return found;
    }

    private static SessionId session(String id) {
        if (!SessionId.isValid(id)) throw new InvalidValue("session", "must match " + SessionId.PATTERN);
        return new SessionId(id);
    }
}
