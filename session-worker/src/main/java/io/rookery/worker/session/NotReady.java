package io.rookery.worker.session;

import io.rookery.events.Mode;
import io.rookery.events.SessionState;
import java.util.Optional;

/** What is said of a command that needs a ready page, and there is none. */
final class NotReady {
    private NotReady() {}

    /** @param tooLate it has waited for as long as it may; before that only what does not change by itself is a verdict */
    static Optional<Verdict> verdict(PageKeeper page, boolean tooLate) {
        if (page.isBarred()) {
            String code = page.barredAs() == SessionState.LOGGED_OUT ? "SESSION_LOGGED_OUT" : "SESSION_FAILED";
            return Optional.of(Verdict.rejected(Mode.OPEN, code, "the session is " + page.barredAs()));
        }
        if (page.isUnlinked())
            return Optional.of(
                    Verdict.rejected(Mode.OPEN, "SESSION_NOT_LINKED", "no phone has linked the session yet"));
        return tooLate
                ? Optional.of(
                        Verdict.failed(Mode.OPEN, "SESSION_NOT_READY", "the session did not become ready in time"))
                : Optional.empty();
    }
}
