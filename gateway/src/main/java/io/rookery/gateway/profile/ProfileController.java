package io.rookery.gateway.profile;

import io.rookery.events.SessionId;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.session.SessionDirectory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a session could be restored from. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}/profile", produces = "application/json")
@Tag(name = "Sessions")
class ProfileController {
    private final SessionDirectory sessions;
    private final StoredProfiles profiles;

    ProfileController(SessionDirectory sessions, StoredProfiles profiles) {
        this.sessions = sessions;
        this.profiles = profiles;
    }

    @Schema(
            name = "Profile",
            description = "What is stored of a session's browser profile, without anything that is in it")
    record View(
            @Schema(example = "alice") String sessionId,

            @Schema(
                    description =
                            "The current generation: the epoch of the owner that stored it, and which of its own it is",
                    example = "5-31")
            String generation,

            @Schema(description = "When it was stored") Instant storedAt,

            @Schema(description = "All that are kept, the current one first")
            List<Generation> generations,

            @Schema(
                    description = "Objects that hold the contents of all generations, which share what has not changed",
                    example = "64")
            int files,

            @Schema(description = "Their size in the store, compressed and encrypted", example = "9120344")
            long bytes,

            @Schema(
                    description =
                            "The name of the key that encrypts what is stored next: the generation that it was made for. No secret",
                    example = "1-1")
            String dataKey) {

        static View of(SessionId session, StoredProfile stored) {
            return new View(
                    session.value(),
                    stored.current().name(),
                    stored.current().storedAt(),
                    stored.generations().stream()
                            .map(it -> new Generation(it.name(), it.storedAt()))
                            .toList(),
                    stored.files(),
                    stored.bytes(),
                    stored.dataKey());
        }
    }

    @Schema(name = "ProfileGeneration")
    record Generation(@Schema(example = "5-31") String generation, Instant storedAt) {}

    @Requires(Permission.SESSION_READ)
    @GetMapping
    @Operation(
            summary = "Look at a session's stored profile",
            description =
                    "Which checkpoint a worker would restore, and how old it is: soon after pairing, then every minute if something has changed, and when the browser is closed. It is not opened, "
                            + "so whether it is whole only a restore can tell.")
    @ApiResponse(responseCode = "200", description = "What is stored")
    @ApiResponse(
            responseCode = "404",
            description =
                    "SESSION_NOT_FOUND. PROFILE_NOT_FOUND: nothing is stored: no phone has linked the session yet, or it was logged out",
            content = @Content)
    @ApiResponse(
            responseCode = "503",
            description =
                    "REDIS_UNAVAILABLE, STORE_UNAVAILABLE: try again later. MEDIA_NOT_CONFIGURED: the gateway has no object store",
            content = @Content)
    Mono<View> get(@PathVariable String sessionId) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            return sessions.exists(session)
                    .then(Mono.defer(() -> profiles.find(session)))
                    .map(stored -> View.of(session, stored))
                    .switchIfEmpty(Mono.error(() ->
                            ProblemException.of(ProblemCode.PROFILE_NOT_FOUND, "nothing is stored of the session")));
        });
    }
}
