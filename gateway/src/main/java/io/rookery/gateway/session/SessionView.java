package io.rookery.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.SessionState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session as callers see it, from its record. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Session", description = "A session, as its last owner wrote it down")
public record SessionView(
        @Schema(example = "alice") String sessionId,
        @Schema(example = "READY") SessionState state,

        @Schema(description = "The newest up to three states, newest first")
        List<SessionState> lastStates,

        @Schema(description = "Whether it should run") Event.Desired desired,

        @Schema(description = "A stable code, where the state alone does not say it all") @Nullable String reason,

        @Schema(description = "The reason in a sentence") @Nullable String text,

        @Schema(description = "How well it is, by its last owner")
        Health health,

        @Schema(description = "Stable codes of what is wrong, the worst first", example = "[]")
        List<String> healthReasons,

        @Schema(description = "The linked WhatsApp account, once known") @Nullable Account account,

        @Schema(example = "default") String tenant,

        @Schema(description = "Whose session it is, in the caller's own terms", example = "user-1") @Nullable String userId,

        @Schema(description = "The worker that has it", example = "worker-1") @Nullable String worker,

        @Schema(description = "Counts its owners", example = "3")
        int epoch,

        @Nullable Instant updatedAt) {

    /** The linked account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            @Schema(description = "E.164", example = "+491700000001")
            String number,

            @Schema(example = "Alice") @Nullable String name) {}

    /** Destroyed sessions are forgotten; of their record only the epoch is of use, and only to workers. */
    boolean isForgotten() {
        return state == SessionState.DESTROYED && desired == Event.Desired.STOPPED;
    }
}
