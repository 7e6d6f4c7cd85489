package io.rookery.gateway.command;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the description of every command's operation has in common, but for its outcome. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = CommandOptions.IDEMPOTENCY_KEY,
        in = ParameterIn.HEADER,
        description =
                "The command's id: 1 to 128 visible ASCII characters. Repeats with the same id change nothing. Fresh where missing.",
        schema = @Schema(type = "string"))
@Parameter(
        name = CommandOptions.PREFER,
        in = ParameterIn.HEADER,
        description = "wait=N waits up to N seconds (at most 30) for the outcome",
        schema = @Schema(type = "string", example = "wait=10"))
@ApiResponse(
        responseCode = "202",
        description = "Kafka has the command. Location says where its outcome will be.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommandAccepted.class)))
@ApiResponse(
        responseCode = "429",
        description = "TOO_MANY_REQUESTS: the command was not taken; try again later",
        content = @Content)
@ApiResponse(
        responseCode = "503",
        description =
                "KAFKA_UNAVAILABLE, within 200 ms: the command was not taken, or, where the problem has a commandId, perhaps; repeat it with that as Idempotency-Key",
        content = @Content)
public @interface CommandDocs {
    /** What 200 means. */
    String OUTCOME =
            "The outcome, where Prefer: wait asked for it and it came in time. Look at status: a rejected or failed command is 200 too.";
}
