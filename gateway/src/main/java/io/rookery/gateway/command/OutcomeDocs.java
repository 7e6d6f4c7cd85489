package io.rookery.gateway.command;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The outcome in the description of a command's operation, where that has no examples of its own. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
        responseCode = "200",
        description = CommandDocs.OUTCOME,
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommandState.class)))
public @interface OutcomeDocs {}
