package io.rookery.gateway.stream;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.event.EventNames;
import io.rookery.gateway.event.From;
import io.rookery.gateway.event.Interest;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to follow, and from where.
 *
 * @param sessions empty: all
 * @param types as {@link EventNames} has them; empty: all
 * @param cursor null or empty: none
 */
record StreamRequest(
        List<String> sessions, List<String> types, @Nullable String cursor, boolean replay) {
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
        if (types.isEmpty()) wanted.addAll(EventNames.TOLD);
        types.forEach(type -> wanted.addAll(EventNames.named("type", type)));
        if (!caller.may(Permission.SESSION_CONNECT)) wanted.remove(EventType.QR);
        if (wanted.isEmpty())
            throw ProblemException.of(
                    ProblemCode.FORBIDDEN,
                    "the key's role " + caller.role().word() + " lacks the permission "
                            + Permission.SESSION_CONNECT.word());
        return wanted;
    }

    private static SessionId session(String id) {
        if (!SessionId.isValid(id)) throw new InvalidValue("session", "must match " + SessionId.PATTERN);
        return new SessionId(id);
    }
}
