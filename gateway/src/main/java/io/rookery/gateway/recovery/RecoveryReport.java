package io.rookery.gateway.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rookery.events.SessionState;
import io.rookery.gateway.command.CommandState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recovery as callers see it: what was found, what was done, what came of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Recovery", description = "A recovery of all sessions, and what came of it so far")
record RecoveryReport(
        @Schema(example = "3f0c6a52-7a52-3d3c-9f8f-11aa0190f2c4")
        String recoveryId,

        Instant startedAt,

        @Schema(description = "Whether every command has its outcome")
        boolean done,

        Totals totals,

        @Schema(description = "The sessions that were not ready, by id")
        List<OfSession> sessions) {

    /** How many of all. */
    @Schema(name = "RecoveryTotals")
    record Totals(
            @Schema(description = "Were ready and needed nothing", example = "12")
            int ready,

            @Schema(description = "Were not, and are now", example = "2")
            int recovered,

            @Schema(description = "Have a command without an outcome", example = "1")
            int pending,

            @Schema(
                    description = "Have an outcome, and are not ready: yet, or because the command failed",
                    example = "0")
            int notReady,

            @Schema(description = "Were left alone; why says the reason", example = "1")
            int skipped) {}

    /** What is done with it. */
    enum Action {
        @JsonProperty("start")
        START,
        @JsonProperty("restart")
        RESTART,
        @JsonProperty("none")
        NONE
    }

    /** One session. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveredSession")
    record OfSession(
            @Schema(example = "alice") String sessionId,

            @Schema(description = "Its state when the recovery began", example = "DISCONNECTED")
            SessionState before,

            @Schema(description = "Why it was in that state", example = "CONNECTION_LOST") @Nullable String reasonBefore,

            Action action,

            @Schema(description = "Why it was left alone: STARTING, WAITS_FOR_PHONE, NEEDS_PHONE, BANNED")
            Recovery.@Nullable Why why,

            @Schema(example = "recovery-3f0c6a52-7a52-3d3c-9f8f-11aa0190f2c4") @Nullable String commandId,

            @Schema(description = "Whether the command has its outcome, also where this gateway has not read it")
            boolean answered,

            @Schema(description = "The outcome, where this gateway has read it") @Nullable CommandState outcome,

            @Schema(description = "Its state now; missing where it is destroyed", example = "READY") @Nullable SessionState after,

            @Schema(description = "Why it is in that state") @Nullable String reasonAfter) {}
}
