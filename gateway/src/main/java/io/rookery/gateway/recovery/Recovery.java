package io.rookery.gateway.recovery;

import io.rookery.events.CommandId;
import io.rookery.events.SessionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recovery found, and what it does about it. Decided once, and written down before the first command is given: whoever repeats the request repeats the same commands.
 *
 * @param ready how many sessions needed nothing
 * @param steps of the others, by session id
 */
public record Recovery(String id, Instant startedAt, boolean closed, boolean pairing, int ready, List<Step> steps) {

    /** Of all its commands: commands are told apart by their sessions. */
    public CommandId commandId() {
        return new CommandId("recovery-" + id);
    }

    /**
     * What is done with one session.
     *
     * @param before its state then
     * @param reason as its record had it
     * @param why it is left alone; null where it is not
     */
    public record Step(
            String sessionId,
            SessionState before,
            @Nullable String reason,
            Action action,
            @Nullable Why why) {}

    /** What can be done. */
    public enum Action {
        START,
        RESTART,
        NONE
    }

    /** Why a session that is not ready is left alone. */
    public enum Why {
        /** It is on its way. */
        STARTING,
        /** Its code waits for a phone already. */
        WAITS_FOR_PHONE,
        /** It was never linked, or is logged out: a start would show a code, and nobody has asked for that. */
        NEEDS_PHONE,
        /** WhatsApp lets nobody of the account in for a while; the session comes back by itself. */
        BANNED
    }
}
