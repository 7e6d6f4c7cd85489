package io.rookery.gateway.media;

import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Files of messages. */
@RestController
@RequestMapping("/v1/media")
@Tag(name = "Media")
class MediaController {
    private static final String UPLOAD =
            "The file is the body itself, with its Content-Type and, for its name, Content-Disposition: attachment; filename=\"…\"; or the one "
                    + "part named file of a form. It is stored encrypted; mediaId stands for it in messages. Each upload is a new file.";
    /** What stands around a part of a form. */
    private static final int FORM = 16 * 1024;

    private final MediaLibrary library;
    private final Uploads uploads;

    MediaController(MediaLibrary library, Uploads uploads) {
        this.library = library;
        this.uploads = uploads;
    }

    @Requires(Permission.MEDIA_WRITE)
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "uploadMedia",
            summary = "Upload a file",
            description = UPLOAD,
            parameters =
                    @Parameter(
                            name = HttpHeaders.CONTENT_DISPOSITION,
                            in = ParameterIn.HEADER,
                            description = "The file's name: attachment; filename=\"…\"",
                            schema = @Schema(type = "string")),
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(implementation = UploadForm.class))
                            }))
    @UploadAnswers
    Mono<ResponseEntity<MediaView>> raw(@Parameter(hidden = true) ServerHttpRequest request) {
        return Mono.defer(() -> {
            requireLength(request, 0);
            return Caller.current()
                    .flatMap(caller -> uploads.take(
                            caller.tenant(),
                            MediaDescription.of(request.getHeaders()),
                            request.getBody().map(NetworkBuffers::copied)))
                    .map(MediaController::created);
        });
    }

    @Requires(Permission.MEDIA_WRITE)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "uploadMedia",
            summary = "Upload a file",
            description = UPLOAD,
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                            schema = @Schema(implementation = UploadForm.class))))
    @UploadAnswers
    Mono<ResponseEntity<MediaView>> form(@Parameter(hidden = true) ServerHttpRequest request) {
        return Mono.defer(() -> {
            requireLength(request, FORM);
            return Caller.current()
                    .flatMap(caller -> FilePart.of(
                            request,
                            (headers, content) -> uploads.take(caller.tenant(), MediaDescription.of(headers), content)))
                    .onErrorMap(MediaController::isUnreadable, ignored -> FilePart.missing())
                    .map(MediaController::created);
        });
    }

    private static boolean isUnreadable(Throwable error) {
        return error instanceof DecodingException || error instanceof DataBufferLimitException;
    }

    /** Before anything of it is read. */
    private void requireLength(ServerHttpRequest request, long around) {
        if (request.getHeaders().getContentLength() > uploads.largest() + around)
            throw Draft.tooLarge(uploads.largest());
    }

    private static ResponseEntity<MediaView> created(MediaView media) {
        return ResponseEntity.created(URI.create("/v1/media/" + media.mediaId()))
                .body(media);
    }

    @Requires(Permission.MEDIA_READ)
    @GetMapping("/{mediaId}")
    @Operation(
            summary = "Download a file",
            description =
                    "With the Content-Type and the name that it came with, always as an attachment. ETag is its SHA-256. Where the connection ends before Content-Length, the file was not whole: try again.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "If-None-Match names this file", content = @Content)
    @DownloadProblems
    Mono<ResponseEntity<Flux<DataBuffer>>> download(@PathVariable String mediaId) {
        return Caller.current().flatMap(caller -> {
            var id = new MediaId(mediaId);
            return library.info(caller.tenant(), id)
                    .map(info ->
                            new ResponseEntity<>(library.content(caller.tenant(), id), headers(info), HttpStatus.OK));
        });
    }

    @Requires(Permission.MEDIA_READ)
    @RequestMapping(path = "/{mediaId}", method = RequestMethod.HEAD)
    @Operation(summary = "Look at a file", description = "The headers of a download, without the file.")
    @ApiResponse(responseCode = "200", description = "It is there", content = @Content)
    @DownloadProblems
    Mono<ResponseEntity<Void>> head(@PathVariable String mediaId) {
        return Caller.current()
                .flatMap(caller -> library.info(caller.tenant(), new MediaId(mediaId))
                        .map(info -> new ResponseEntity<>(headers(info), HttpStatus.OK)));
    }

    /** Whatever the file is, a browser shall save it and never show or run it. */
    private static HttpHeaders headers(MediaInfo info) {
        var headers = new HttpHeaders();
        headers.setContentType(contentType(info.mimeType()));
        headers.setContentLength(info.size());
        headers.setContentDisposition(disposition(info));
        headers.setETag("\"" + info.sha256() + "\"");
        headers.setCacheControl(CacheControl.empty().cachePrivate());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
        return headers;
    }

    private static ContentDisposition disposition(MediaInfo info) {
        var attachment = ContentDisposition.attachment();
        if (info.fileName() != null) attachment.filename(info.fileName(), StandardCharsets.UTF_8);
        return attachment.build();
    }

    private static MediaType contentType(String mimeType) {
        try {
            return MediaType.parseMediaType(mimeType);
        } catch (InvalidMediaTypeException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }
}
