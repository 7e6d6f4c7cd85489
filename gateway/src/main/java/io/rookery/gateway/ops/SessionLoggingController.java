package io.rookery.gateway.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.body.StrictBody;
import io.rookery.gateway.description.Body;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.session.SessionDirectory;
import io.rookery.gateway.session.SessionRecords.RedisUnavailable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** For operators: have the worker of one session log in detail what that does, for a while. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}/logging", produces = "application/json")
@Tag(name = "Workers")
class SessionLoggingController {
    private static final int LONGEST_MINUTES = 120;
    private static final int MINUTES = 10;
    private static final Set<String> LEVELS = Set.of("debug", "info");

    private final SessionLogging logging;
    private final SessionDirectory sessions;
    private final InstantSource clock;

    SessionLoggingController(SessionLogging logging, SessionDirectory sessions, InstantSource clock) {
        this.logging = logging;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Schema(name = "SetLogging")
    record Wanted(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    description = "debug: in detail; info: as usual",
                    allowableValues = {"debug", "info"})
            String level,

            @Schema(description = "For how long with debug, 1 to 120; 10 by default", example = "10") @Nullable Integer minutes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Logging")
    record Logging(
            @Schema(example = "alice") String sessionId,

            @Schema(
                    allowableValues = {"debug", "info"},
                    example = "debug")
            String level,

            @Schema(description = "Until then, with debug") @Nullable Instant until) {}

    @Requires(Permission.CLUSTER_MANAGE)
    @PutMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Body(as = Wanted.class)
    @Operation(
            summary = "Log a session in detail",
            description =
                    "What the page tells, what is asked of it and of the stores, how that ended and how long it took, in the log of its worker; by kinds, stable codes and ids, never texts, numbers or "
                            + "codes to scan. It ends by itself. Where the session moves, its new owner goes on within 5 s of having it; where Redis loses its memory, it ends.")
    @ApiResponse(
            responseCode = "202",
            description = "The order is left to the session's worker, mostly carried out at once")
    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    Mono<Logging> set(@PathVariable String sessionId, @RequestBody(required = false) byte @Nullable [] body) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            Wanted wanted = read(body);
            Duration time = wanted.level().equals("debug") ? Duration.ofMinutes(minutes(wanted)) : Duration.ZERO;
            Mono<Void> ordered =
                    Mono.defer(() -> time.isZero() ? logging.ordinary(session) : logging.detailed(session, time));
            return sessions.exists(session)
                    .then(answer(ordered))
                    .then(Mono.fromSupplier(() -> new Logging(
                            sessionId,
                            wanted.level(),
                            time.isZero() ? null : clock.instant().plus(time))));
        });
    }

    @Requires(Permission.SESSION_READ)
    @GetMapping
    @Operation(summary = "Whether a session is logged in detail", description = "And until when.")
    @ApiResponse(responseCode = "200", description = "How it is logged")
    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    Mono<Logging> get(@PathVariable String sessionId) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            return sessions.exists(session)
                    .then(answer(logging.left(session)))
                    .map(left -> new Logging(sessionId, "debug", clock.instant().plus(left)))
                    .defaultIfEmpty(new Logging(sessionId, "info", null));
        });
    }

    private static int minutes(Wanted wanted) {
        return wanted.minutes() == null ? MINUTES : wanted.minutes();
    }

    private static Wanted read(byte @Nullable [] body) {
        Wanted wanted = StrictBody.read(body, Wanted.class);
        if (wanted.level() == null || !LEVELS.contains(wanted.level()))
            throw new InvalidValue("level", "must be debug or info");
        Integer minutes = wanted.minutes();
        if (minutes != null && (minutes < 1 || minutes > LONGEST_MINUTES))
            throw new InvalidValue("minutes", "must be a number from 1 to " + LONGEST_MINUTES);
        return wanted;
    }

    private static <T> Mono<T> answer(Mono<T> answer) {
        return answer.onErrorMap(
                RedisUnavailable.class,
                error -> ProblemException.of(ProblemCode.REDIS_UNAVAILABLE, "the workers can't be reached now"));
    }
}
