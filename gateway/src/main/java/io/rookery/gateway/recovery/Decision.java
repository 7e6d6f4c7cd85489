package io.rookery.gateway.recovery;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import io.rookery.gateway.recovery.Recovery.Action;
import io.rookery.gateway.recovery.Recovery.Step;
import io.rookery.gateway.recovery.Recovery.Why;
import io.rookery.gateway.session.SessionView;
import java.util.Optional;

/**
 * What is to be done with a session so that it is ready again. Nothing that is decided here deletes anything, and none shows a code unless the caller asks for it.
 *
 * @param closed whether sessions that somebody has closed are started, too
 * @param pairing whether sessions that need a phone are started
 */
record Decision(boolean closed, boolean pairing) {
    private static final String BANNED = "TEMPORARILY_BANNED";

    /** Empty where it is ready, or shall not run. */
    Optional<Step> of(SessionView session) {
        return switch (session.state()) {
            case READY, DESTROYED -> Optional.empty();
            case QUEUED -> session.desired() == Event.Desired.RUNNING ? does(session, Action.START) : Optional.empty();
            case INITIALIZING, AUTHENTICATED -> leaves(session, Why.STARTING);
            case QR_READY, PAIRING_CODE_READY -> leaves(session, Why.WAITS_FOR_PHONE);
            case DEGRADED, DISCONNECTED ->
                BANNED.equals(session.reason()) ? leaves(session, Why.BANNED) : does(session, Action.RESTART);
            case LOGGED_OUT -> pairing ? does(session, Action.START) : leaves(session, Why.NEEDS_PHONE);
            case FAILED -> startsWhatIsLinked(session);
            case CLOSED -> closed ? startsWhatIsLinked(session) : Optional.empty();
        };
    }

    private Optional<Step> startsWhatIsLinked(SessionView session) {
        boolean linked = session.account() != null;
        return linked || pairing ? does(session, Action.START) : leaves(session, Why.NEEDS_PHONE);
    }

    private static Optional<Step> does(SessionView session, Action action) {
        return Optional.of(new Step(session.sessionId(), session.state(), session.reason(), action, null));
    }

    private static Optional<Step> leaves(SessionView session, Why why) {
        return Optional.of(new Step(session.sessionId(), session.state(), session.reason(), Action.NONE, why));
    }

    /** Whether nothing is wrong with it. */
    static boolean isReady(SessionView session) {
        return session.state() == SessionState.READY;
    }
}
