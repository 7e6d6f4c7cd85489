package io.rookery.gateway.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A stored file, as callers see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Media", description = "A stored file")
record MediaView(
        @Schema(
                description = "For messages that shall carry the file, and to get it back",
                example = "0f8fad5bd9cb469fa16570867728950e")
        String mediaId,

        @Schema(example = "image/jpeg") String mimeType,

        @Schema(description = "Where one was given", example = "cat.jpg") @Nullable String fileName,

        @Schema(description = "In bytes", example = "48213") long size,

        @Schema(
                description = "Of the content, in hexadecimal digits; also the file's ETag",
                example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256) {

    static MediaView of(MediaId id, MediaInfo info) {
        return new MediaView(id.value(), info.mimeType(), info.fileName(), info.size(), info.sha256());
    }
}
