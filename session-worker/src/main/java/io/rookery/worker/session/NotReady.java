package io.rookery.worker.session;

import io.rookery.events.Mode;
import io.rookery.events.SessionState;
import java.util.Map;
import java.util.Optional;

/** What is said of a command that needs a ready page, and there is none. The state that the session is in instead is in the text, and is {@code state} in the result. */
final class NotReady {
    private NotReady() {}

    /** @param tooLate it has waited for as long as it may; before that only what does not change by itself is a verdict */
    static Optional<Verdict> verdict(PageKeeper page, boolean tooLate) {
        if (page.isBarred()) {
            String code = page.barredAs() == SessionState.LOGGED_OUT ? "SESSION_LOGGED_OUT" : "SESSION_FAILED";
            return Optional.of(
                    in(page.barredAs(), Verdict.rejected(Mode.OPEN, code, "the session is " + page.barredAs())));
        }
        SessionState state = page.state();
        if (page.isUnlinked())
            return Optional.of(in(
                    state, Verdict.rejected(Mode.OPEN, "SESSION_NOT_LINKED", "no phone has linked the session yet")));
        if (!tooLate) return Optional.empty();
        String text = "the session did not become ready in time, it is " + state;
        return Optional.of(in(state, Verdict.failed(Mode.OPEN, "SESSION_NOT_READY", text)));
    }

    private static Verdict in(SessionState state, Verdict verdict) {
        return verdict.with(Map.of("state", state.name()));
    }
}
