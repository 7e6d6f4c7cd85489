package io.rookery.gateway.stream;

import io.rookery.events.SessionId;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.session.SessionDirectory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What happens, as it happens: server-sent events. */
@RestController
@RequestMapping("/v1")
@Tag(name = "Events")
class StreamController {
    private final LiveStreams streams;
    private final SessionDirectory directory;
    private final SseFrames frames;

    StreamController(LiveStreams streams, SessionDirectory directory, JsonMapper json) {
        this.streams = streams;
        this.directory = directory;
        this.frames = new SseFrames(json);
    }

    @Requires(Permission.MESSAGE_READ)
    @GetMapping(path = "/sessions/{sessionId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "followSessionEvents",
            summary = "Follow a session's events",
            description = "As /v1/events, of one session.")
    @ApiResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "503",
            description = "TOO_MANY_STREAMS, REDIS_UNAVAILABLE: try again later",
            content = @Content)
    Mono<Void> follow(
            @PathVariable String sessionId,
            @RequestParam(name = "type", defaultValue = "") @Parameter(description = StreamDocs.TYPE)
                    List<String> types,
            @RequestParam(required = false) @Parameter(description = StreamDocs.CURSOR) @Nullable String cursor,
            @RequestHeader(name = "Last-Event-ID", required = false)
                    @Parameter(description = StreamDocs.LAST_EVENT_ID)
                    @Nullable String lastEventId,
            @RequestParam(defaultValue = "false") @Parameter(description = StreamDocs.REPLAY) boolean replay,
            ServerWebExchange exchange) {
        return Mono.defer(() -> directory.require(new SessionId(sessionId)))
                .then(Mono.defer(() -> answer(
                        new StreamRequest(List.of(sessionId), types, last(lastEventId, cursor), replay),
                        exchange.getResponse())));
    }

    @Requires(Permission.MESSAGE_READ)
    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "followEvents",
            summary = "Follow the events of all sessions",
            description = StreamDocs.SSE)
    @ApiResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "503", description = "TOO_MANY_STREAMS: try again later", content = @Content)
    Mono<Void> followAll(
            @RequestParam(name = "session", defaultValue = "") @Parameter(description = StreamDocs.SESSION)
                    List<String> sessions,
            @RequestParam(name = "type", defaultValue = "") @Parameter(description = StreamDocs.TYPE)
                    List<String> types,
            @RequestParam(required = false) @Parameter(description = StreamDocs.CURSOR) @Nullable String cursor,
            @RequestHeader(name = "Last-Event-ID", required = false)
                    @Parameter(description = StreamDocs.LAST_EVENT_ID)
                    @Nullable String lastEventId,
            @RequestParam(defaultValue = "false") @Parameter(description = StreamDocs.REPLAY) boolean replay,
            ServerWebExchange exchange) {
        return answer(new StreamRequest(sessions, types, last(lastEventId, cursor), replay), exchange.getResponse());
    }

    /** A browser that connects again repeats the address as it was; the header is newer. */
    static @Nullable String last(@Nullable String lastEventId, @Nullable String cursor) {
        return lastEventId == null || lastEventId.isEmpty() ? cursor : lastEventId;
    }

    private Mono<Void> answer(StreamRequest request, ServerHttpResponse response) {
        return Mono.usingWhen(
                streams.open(request, response),
                stream -> {
                    response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
                    response.getHeaders().setCacheControl(CacheControl.noStore());
                    return response.writeAndFlushWith(stream.steps()
                            .map(step -> Mono.just(response.bufferFactory().wrap(frames.write(step)))));
                },
                stream -> Mono.fromRunnable(stream::close));
    }
}
