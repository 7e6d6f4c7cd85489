package io.rookery.gateway.stream;

import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.session.SessionDirectory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import tools.jackson.databind.json.JsonMapper;

/** What happens to a session, as it happens: server-sent events. */
@RestController
@RequestMapping("/v1/sessions/{sessionId}/events")
@Tag(name = "Events")
class StreamController {
    static final String GAP = "stream.gap";
    static final String ERROR = "stream.error";
    private static final String TYPE_PREFIX = "io.rookery.event.";

    private final EventFeed feed;
    private final SessionDirectory directory;
    private final JsonMapper json;
    private final Duration heartbeat;

    StreamController(EventFeed feed, SessionDirectory directory, JsonMapper json, GatewayProperties properties) {
        this.feed = feed;
        this.directory = directory;
        this.json = json;
        this.heartbeat = properties.heartbeat();
    }

    @Requires(Permission.MESSAGE_READ)
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Follow a session's events",
            description =
                    "Server-sent events. event is the type without io.rookery.event. (session.status, session.limits, session.restricted, session.qr, message.received, message.sent, "
                            + "message.ack, message.edited, message.deleted, message.reaction, message.vote, command.outcome), data the CloudEvent as it stands on its topic, id a place to resume from: send the last one "
                            + "as Last-Event-ID and what came after it follows, as far as it is held in memory. stream.gap says that something may be "
                            + "missing (look at the session anew), stream.error ends the stream. A comment every 15 seconds keeps it alive.")
    @ApiResponse(responseCode = "200", description = "The stream, which has no end")
    @ApiResponse(responseCode = "404", description = "SESSION_NOT_FOUND", content = @Content)
    @ApiResponse(
            responseCode = "503",
            description = "TOO_MANY_STREAMS, REDIS_UNAVAILABLE: try again later",
            content = @Content)
    Flux<ServerSentEvent<String>> follow(
            @PathVariable String sessionId,
            @RequestHeader(name = "Last-Event-ID", required = false)
                    @Parameter(description = "The id of the last event that was seen")
                    @Nullable String lastEventId,
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Begin with what is held of the session in memory")
                    boolean replay) {
        return Flux.defer(() -> {
            SessionId session = new SessionId(sessionId);
            return directory.require(session).thenMany(Flux.defer(() -> live(items(session, lastEventId, replay))));
        });
    }

    private Flux<FeedItem> items(SessionId session, @Nullable String lastEventId, boolean replay) {
        if (lastEventId != null && !lastEventId.isEmpty()) return feed.resume(session, lastEventId);
        return replay ? feed.replay(session) : feed.follow(session);
    }

    private Flux<ServerSentEvent<String>> live(Flux<FeedItem> items) {
        Flux<Signal<ServerSentEvent<String>>> beats = Flux.interval(heartbeat)
                .onBackpressureDrop()
                .map(ignored -> Signal.next(
                        ServerSentEvent.<String>builder().comment("").build()));
        return items.filter(StreamController::isForCallers)
                .map(this::write)
                .onErrorMap(
                        EventFeed.TooManyFollowers.class,
                        error -> ProblemException.of(
                                ProblemCode.TOO_MANY_STREAMS, "this gateway has as many streams as it may have"))
                .onErrorResume(EventFeed.FollowerTooSlow.class, error -> Flux.just(cutOff()))
                .materialize()
                .mergeWith(beats)
                .dematerialize();
    }

    private static boolean isForCallers(FeedItem item) {
        return !(item instanceof FeedItem.Told told && told.event().message().event() instanceof Event.Fence);
    }

    private ServerSentEvent<String> write(FeedItem item) {
        var sse = ServerSentEvent.<String>builder();
        if (!item.cursor().isEmpty()) sse.id(item.cursor());
        return switch (item) {
            case FeedItem.Begin ignored -> sse.comment("following").build();
            case FeedItem.Gap ignored -> sse.event(GAP).data("{}").build();
            case FeedItem.Told told ->
                sse.event(told.event().message().event().type().substring(TYPE_PREFIX.length()))
                        .data(told.event().json())
                        .build();
        };
    }

    private ServerSentEvent<String> cutOff() {
        Problem problem = Problem.of(ProblemCode.SLOW_READER, "come back with Last-Event-ID");
        return ServerSentEvent.<String>builder()
                .event(ERROR)
                .data(json.writeValueAsString(problem))
                .build();
    }
}
