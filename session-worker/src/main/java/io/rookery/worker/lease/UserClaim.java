package io.rookery.worker.lease;

import io.rookery.events.Command.OnConflict;
import io.rookery.events.SessionId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The wish that a session shall be a user's.
 *
 * @param user in the caller's own terms; empty for nobody, which is never refused
 * @param seen what is known of the user's sessions, each with the position in its log since which it is the user's: where others are to be replaced, these are destroyed already. One that was started anew
 *     since then is another one
 */
public record UserClaim(String user, OnConflict onConflict, Map<SessionId, Long> seen) {
    public static final UserClaim NOBODY = new UserClaim("", OnConflict.REFUSE, Map.of());

    public UserClaim {
        seen = Map.copyOf(seen);
    }

    /** Whether what is known stands in the way of this session. One that is the user's already is in nobody's way. */
    public boolean isRefused(SessionId session) {
        return onConflict == OnConflict.REFUSE && !seen.isEmpty() && !seen.containsKey(session);
    }

    /** What is known of the user's other sessions, in order. */
    public Map<SessionId, Long> others(SessionId session) {
        Map<SessionId, Long> others = new TreeMap<>(seen);
        others.remove(session);
        return others;
    }

    /** The form in which scripts read what is known. */
    public String listed() {
        return new TreeMap<>(seen)
                .entrySet().stream()
                        .map(it -> it.getKey() + ":" + it.getValue() + ",")
                        .collect(Collectors.joining("", ",", ""));
    }
}
