package io.rookery.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457), media type {@code application/problem+json}.
 *
 * @param field the field, parameter or header that is wrong, where one is
 * @param state the session's state, where that is what stands in the way
 * @param sessionId the session that stands in the way
 * @param choices what the caller may do instead, as stable words
 * @param commandId of the command that may have been taken or not
 * @param requestId of the request that is answered; null where it is no answer to one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Problem details (RFC 9457). Rely on code, not on title or detail.")
public record Problem(
        @Schema(example = "about:blank") String type,

        @Schema(description = "What the code means, in a sentence")
        String title,

        @Schema(example = "400") int status,
        @Schema(example = "INVALID_REQUEST") String code,

        @Schema(description = "What is wrong this time; never repeats the value that was given") @Nullable String detail,

        @Schema(description = "The field, parameter or header that is wrong", example = "text") @Nullable String field,

        @Schema(description = "The session's state, where that stands in the way", example = "READY") @Nullable String state,

        @Schema(description = "The session that stands in the way, where it is another one", example = "alice")
        @Nullable String sessionId,

        @Schema(description = "What may be done instead", example = "[\"use-existing\", \"replace\", \"other-id\"]")
        @Nullable List<String> choices,

        @Schema(
                description =
                        "The command that may have been taken or not: repeat the request with this as Idempotency-Key",
                example = "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f10")
        @Nullable String commandId,

        @Schema(
                description = "As in the header X-Request-Id; logs name it, too",
                example = "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f12")
        @Nullable String requestId) {

    public static Problem of(ProblemCode code, @Nullable String detail) {
        return new Problem(
                "about:blank",
                code.title(),
                code.status().value(),
                code.name(),
                detail,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public Problem withField(@Nullable String wrong) {
        return new Problem(type, title, status, code, detail, wrong, state, sessionId, choices, commandId, requestId);
    }

    public Problem withState(@Nullable String current) {
        return new Problem(type, title, status, code, detail, field, current, sessionId, choices, commandId, requestId);
    }

    public Problem withChoices(String other, List<String> instead) {
        return new Problem(type, title, status, code, detail, field, state, other, instead, commandId, requestId);
    }

    public Problem withCommandId(String id) {
        return new Problem(type, title, status, code, detail, field, state, sessionId, choices, id, requestId);
    }

    Problem withRequestId(@Nullable String id) {
        return new Problem(type, title, status, code, detail, field, state, sessionId, choices, commandId, id);
    }

    /** For an HTTP error that has no code of its own. */
    Problem withStatus(int other) {
        return new Problem(type, title, other, code, detail, field, state, sessionId, choices, commandId, requestId);
    }
}
