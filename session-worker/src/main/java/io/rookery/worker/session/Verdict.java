package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a command ends, before it is told.
 *
 * @param mode of the session after it
 */
record Verdict(OutcomeStatus status, String code, @Nullable String text, Map<String, String> result, Mode mode) {

    static Verdict succeeded(Mode mode, Map<String, String> result) {
        return new Verdict(OutcomeStatus.SUCCEEDED, Event.Outcome.OK, null, result, mode);
    }

    static Verdict failed(Mode mode, String code, String text) {
        return new Verdict(OutcomeStatus.FAILED, code, text, Map.of(), mode);
    }

    static Verdict rejected(Mode mode, String code, String text) {
        return new Verdict(OutcomeStatus.REJECTED, code, text, Map.of(), mode);
    }

    static Verdict expired(Mode mode) {
        return new Verdict(
                OutcomeStatus.EXPIRED,
                "EXPIRED",
                "the command's deadline passed before it was carried out",
                Map.of(),
                mode);
    }

    static Verdict unknown(Mode mode, String code, @Nullable String text, Map<String, String> result) {
        return new Verdict(OutcomeStatus.UNKNOWN, code, text, result, mode);
    }
}
