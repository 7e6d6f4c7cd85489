package io.rookery.gateway.session;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The answers of the two methods that show a code: they are one operation of the description, which takes over what stands at one of them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
        responseCode = "200",
        description = "The code, which soon expires",
        content = {
            @Content(mediaType = "application/json", schema = @Schema(implementation = CodeView.class)),
            @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary"))
        })
@ApiResponse(responseCode = "404", description = "SESSION_NOT_FOUND", content = @Content)
@ApiResponse(responseCode = "409", description = "QR_NOT_AVAILABLE, with the session's state", content = @Content)
@ApiResponse(
        responseCode = "503",
        description = "REDIS_UNAVAILABLE. TOO_MANY_STREAMS: too many callers wait",
        content = @Content)
@interface CodeAnswers {}
