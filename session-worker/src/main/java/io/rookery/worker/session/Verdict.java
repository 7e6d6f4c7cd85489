package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.pacing.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a command ends, before it is told.
 *
 * @param items of a command that has several parts
 * @param mode of the session after it
 */
record Verdict(
        OutcomeStatus status,
        String code,
        @Nullable String text,
        Map<String, String> result,
        @Nullable List<Map<String, Object>> items,
        Mode mode) {

    static final String INVALID_NUMBER = "INVALID_NUMBER";
    /** In the result of what was refused for now: when there is room again. RFC 3339. */
    static final String RETRY_AT = "retryAt";

    Verdict(OutcomeStatus status, String code, @Nullable String text, Map<String, String> result, Mode mode) {
        this(status, code, text, result, null, mode);
    }

    static Verdict succeeded(Mode mode, Map<String, String> result) {
        return new Verdict(OutcomeStatus.SUCCEEDED, Event.Outcome.OK, null, result, mode);
    }

    static Verdict failed(Mode mode, String code, String text) {
        return new Verdict(OutcomeStatus.FAILED, code, text, Map.of(), mode);
    }

    static Verdict rejected(Mode mode, String code, String text) {
        return new Verdict(OutcomeStatus.REJECTED, code, text, Map.of(), mode);
    }

    static Verdict rejected(Mode mode, String code, String text, Map<String, String> result) {
        return new Verdict(OutcomeStatus.REJECTED, code, text, result, mode);
    }

    static Verdict limited(Mode mode, Permission.Refused refused) {
        return new Verdict(
                OutcomeStatus.REJECTED,
                refused.code(),
                refused.text(),
                Map.of(RETRY_AT, refused.retryAt().toString()),
                mode);
    }

    /** @param retryAt null where WhatsApp does not say when */
    static Verdict restricted(Mode mode, String text, @Nullable Instant retryAt) {
        return retryAt == null
                ? rejected(mode, Permission.WHATSAPP_RESTRICTED, text)
                : limited(mode, new Permission.Refused(Permission.WHATSAPP_RESTRICTED, text, retryAt));
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

    Verdict with(Map<String, String> other) {
        return new Verdict(status, code, text, other, items, mode);
    }

    Verdict with(@Nullable List<Map<String, Object>> parts) {
        return new Verdict(status, code, text, result, parts, mode);
    }
}
