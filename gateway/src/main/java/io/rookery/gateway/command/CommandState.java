package io.rookery.gateway.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command as callers see it: waiting, or with its outcome. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Command", description = "A command and how it ended")
public record CommandState(
        @Schema(example = "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11")
        String commandId,

        @Schema(example = "alice") String sessionId,

        @Schema(description = "pending until there is an outcome", example = "succeeded")
        Status status,

        @Schema(description = "Stable code of the outcome, OK where it succeeded", example = "OK") @Nullable String code,

        @Schema(description = "The reason in a sentence") @Nullable String text,

        @Schema(example = "io.rookery.command.message.send") @Nullable String commandType,

        @Schema(
                description =
                        "What the command brought; messageId for a send, with total and succeeded where it is several messages")
        @Nullable Map<String, String> result,

        @ArraySchema(
                schema = @Schema(implementation = CommandItem.class),
                arraySchema =
                        @Schema(
                                description =
                                        "One for each part, in order: of a bulk, of several media, of the numbers that were to be checked"))
        @Nullable List<Map<String, Object>> items,

        @Schema(description = "When it was answered, or taken")
        Instant time) {

    /** How far a command is. */
    public enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("rejected")
        REJECTED,
        @JsonProperty("expired")
        EXPIRED,
        @JsonProperty("unknown")
        UNKNOWN
    }

    static CommandState pending(CommandKey key, String type, Instant since) {
        return new CommandState(
                key.id().value(), key.session().value(), Status.PENDING, null, null, type, null, null, since);
    }

    static CommandState of(CommandKey key, EventMessage message, Event.Outcome outcome) {
        return new CommandState(
                key.id().value(),
                key.session().value(),
                status(outcome.status()),
                outcome.code(),
                outcome.text(),
                outcome.commandType(),
                outcome.result(),
                outcome.items(),
                message.time());
    }

    private static Status status(OutcomeStatus status) {
        return switch (status) {
            case SUCCEEDED -> Status.SUCCEEDED;
            case FAILED -> Status.FAILED;
            case REJECTED -> Status.REJECTED;
            case EXPIRED -> Status.EXPIRED;
            case UNKNOWN -> Status.UNKNOWN;
        };
    }
}
