package io.rookery.gateway.media;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What may come of an upload, for the description. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
        responseCode = "201",
        description = "It is stored. Location says where.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = MediaView.class)))
@ApiResponse(responseCode = "413", description = "MEDIA_TOO_LARGE", content = @Content)
@ApiResponse(
        responseCode = "429",
        description = "TOO_MANY_REQUESTS: as many uploads as may be are under way; try again later",
        content = @Content)
@ApiResponse(
        responseCode = "503",
        description =
                "MEDIA_NOT_CONFIGURED, KEY_UNAVAILABLE: the operator must act. STORE_UNAVAILABLE, DISK_UNAVAILABLE: try again later",
        content = @Content)
@interface UploadAnswers {}
