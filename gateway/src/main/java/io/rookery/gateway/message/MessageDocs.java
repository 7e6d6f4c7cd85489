package io.rookery.gateway.message;

import io.rookery.gateway.command.CommandDocs;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the description of every operation of this package has in common. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@CommandDocs
@ApiResponse(
        responseCode = "400",
        description =
                "INVALID_REQUEST, INVALID_PHONE_NUMBER, TEXT_TOO_LONG with the field that is wrong; MALFORMED_JSON, INVALID_SESSION_ID. Nothing was taken.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(ref = "#/components/schemas/Problem"),
                        examples = {
                            @ExampleObject(
                                    name = "number",
                                    summary = "A phone number that is none",
                                    value = ProblemExamples.NUMBER),
                            @ExampleObject(
                                    name = "unknown",
                                    summary = "A field that is not known",
                                    value = ProblemExamples.UNKNOWN_FIELD)
                        }))
@ApiResponse(
        responseCode = "404",
        description = "SESSION_NOT_FOUND",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(ref = "#/components/schemas/Problem"),
                        examples =
                                @ExampleObject(
                                        name = "session",
                                        summary = "No such session",
                                        value = ProblemExamples.SESSION)))
@ApiResponse(
        responseCode = "413",
        description = "BODY_TOO_LARGE: 768 KiB are read. Large files go to POST /v1/media.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(ref = "#/components/schemas/Problem"),
                        examples =
                                @ExampleObject(
                                        name = "file",
                                        summary = "A file that is too large for a body",
                                        value = ProblemExamples.TOO_LARGE)))
@interface MessageDocs {}
