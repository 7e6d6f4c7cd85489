package io.rookery.gateway.command;

import io.swagger.v3.oas.annotations.media.Schema;

/** The command is on its topic and will have exactly one outcome. */
@Schema(description = "The command is taken; it will have exactly one outcome")
public record CommandAccepted(
        @Schema(
                description = "The command's id: the Idempotency-Key, or a fresh one",
                example = "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11")
        String commandId,

        @Schema(example = "alice") String sessionId) {}
