package io.rookery.gateway.media;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.store.media.FileNames;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a caller says of a file, in the headers of a request or of a part. */
record MediaDescription(String mimeType, @Nullable String fileName) {

    static MediaDescription of(HttpHeaders headers) {
        return new MediaDescription(mimeType(headers), fileName(headers));
    }

    private static String mimeType(HttpHeaders headers) {
        try {
            MediaType given = headers.getContentType();
            if (given == null) return MediaType.APPLICATION_OCTET_STREAM_VALUE;
            if (given.isConcrete()) return given.toString();
        } catch (InvalidMediaTypeException e) {
            // said below
        }
        throw ProblemException.field(
                ProblemCode.INVALID_REQUEST, HttpHeaders.CONTENT_TYPE, "Content-Type must be a media type");
    }

    private static @Nullable String fileName(HttpHeaders headers) {
        try {
            String given = headers.getContentDisposition().getFilename();
            return given == null ? null : FileNames.safe(given);
        } catch (IllegalArgumentException e) {
            throw ProblemException.field(
                    ProblemCode.INVALID_REQUEST,
                    HttpHeaders.CONTENT_DISPOSITION,
                    "Content-Disposition must look like attachment; filename=\"…\"");
        }
    }
}
