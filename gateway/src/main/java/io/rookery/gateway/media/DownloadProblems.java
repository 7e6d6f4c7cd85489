package io.rookery.gateway.media;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What may be wrong with a download, for the description. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(responseCode = "404", description = "MEDIA_NOT_FOUND", content = @Content)
@ApiResponse(
        responseCode = "429",
        description = "TOO_MANY_REQUESTS: as many downloads as may be are under way; try again later",
        content = @Content)
@ApiResponse(
        responseCode = "500",
        description = "MEDIA_DAMAGED: what is stored is not what was put there",
        content = @Content)
@ApiResponse(
        responseCode = "503",
        description =
                "MEDIA_NOT_CONFIGURED, KEY_UNAVAILABLE: the operator must act. STORE_UNAVAILABLE: try again later",
        content = @Content)
@interface DownloadProblems {}
