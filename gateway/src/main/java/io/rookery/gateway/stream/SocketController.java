package io.rookery.gateway.stream;

import io.rookery.events.SessionId;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.session.SessionDirectory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;
import tools.jackson.databind.json.JsonMapper;

/** What happens, as it happens: by web socket. The routes are of their own, so that one address answers in one way only. */
@RestController
@RequestMapping("/v1")
@Tag(name = "Events")
class SocketController {
    private static final int LONGEST_FRAME = 1024;

    private final LiveStreams streams;
    private final SessionDirectory directory;
    private final SocketFrames frames;
    private final WebSocketService sockets = new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
            () -> WebsocketServerSpec.builder().maxFramePayloadLength(LONGEST_FRAME)));

    SocketController(LiveStreams streams, SessionDirectory directory, JsonMapper json) {
        this.streams = streams;
        this.directory = directory;
        this.frames = new SocketFrames(json);
    }

    @Requires(Permission.MESSAGE_READ)
    @GetMapping("/sessions/{sessionId}/events/ws")
    @Operation(
            operationId = "followSessionEventsSocket",
            summary = "Follow a session's events by web socket",
            description = "As /v1/events/ws, of one session.")
    @ApiResponse(responseCode = "101", description = "The web socket", content = @Content)
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
                .then(Mono.defer(() -> upgrade(
                        new StreamRequest(
                                List.of(sessionId), types, StreamController.last(lastEventId, cursor), replay),
                        exchange)));
    }

    @Requires(Permission.MESSAGE_READ)
    @GetMapping("/events/ws")
    @Operation(
            operationId = "followEventsSocket",
            summary = "Follow the events of all sessions by web socket",
            description = StreamDocs.SOCKET)
    @ApiResponse(responseCode = "101", description = "The web socket", content = @Content)
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
        return upgrade(
                new StreamRequest(sessions, types, StreamController.last(lastEventId, cursor), replay), exchange);
    }

    private Mono<Void> upgrade(StreamRequest request, ServerWebExchange exchange) {
        // The request is answered with the upgrade; the stream goes on, and the handler closes it.
        return streams.open(request, exchange.getResponse())
                .flatMap(stream -> sockets.handleRequest(exchange, new SocketHandler(stream, frames))
                        .doOnError(ignored -> stream.close())
                        .doOnCancel(stream::close));
    }
}
