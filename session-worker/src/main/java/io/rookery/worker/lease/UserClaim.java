package io.rookery.worker.lease;

import io.rookery.events.Command.OnConflict;
import io.rookery.events.SessionId;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The wish that a session shall be a user's.
 *
 * @param user in the caller's own terms; empty for nobody, which is never refused
 * @param seen what is known of the user's sessions: where others are to be replaced, these are destroyed already
 */
public record UserClaim(String user, OnConflict onConflict, Set<SessionId> seen) {
    public static final UserClaim NOBODY = new UserClaim("", OnConflict.REFUSE, Set.of());

    public UserClaim {
        seen = Set.copyOf(seen);
    }

    /** Whether what is known stands in the way of this session. One that is the user's already is in nobody's way. */
    public boolean isRefused(SessionId session) {
        return onConflict == OnConflict.REFUSE && !seen.isEmpty() && !seen.contains(session);
    }

    /** What is known of the user's other sessions, in order. */
    public Set<SessionId> others(SessionId session) {
        Set<SessionId> others = new TreeSet<>(seen);
        others.remove(session);
        return others;
    }

    /** The form in which scripts read what is known. */
    public String listed() {
        return seen.stream()
                .map(SessionId::value)
                .sorted()
                .map(it -> it + ",")
                .collect(Collectors.joining("", ",", ""));
    }
}
