package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.command.CommandBody;
import io.rookery.gateway.command.CommandDocs;
import io.rookery.gateway.command.OutcomeDocs;
import io.rookery.gateway.description.Body;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sessions: start, look, restart, close, log out, destroy. */
@RestController
@RequestMapping(path = "/v1/sessions", produces = "application/json")
@Tag(name = "Sessions")
class SessionController {
    private static final int LONGEST_PAGE = 500;

    private final SessionCommands commands;
    private final SessionDirectory directory;
    private final SessionTags tags;

    SessionController(SessionCommands commands, SessionDirectory directory, SessionTags tags) {
        this.commands = commands;
        this.directory = directory;
        this.tags = tags;
    }

    @Requires(Permission.SESSION_CONNECT)
    @PostMapping(consumes = "application/json")
    @CommandDocs
    @OutcomeDocs
    @Body("StartSession")
    @Operation(
            operationId = "startSession",
            summary = "Start a session",
            description =
                    "Creates it where there is none. A session that has credentials is restored without a phone; otherwise a code comes up "
                            + "at /qr. Running already: nothing changes.")
    Mono<ResponseEntity<Object>> create(
            @RequestBody(required = false) byte @Nullable [] body, @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> {
            CommandBody fields = CommandBody.parse(body);
            String id = fields.take("sessionId");
            if (id == null) throw new InvalidValue("sessionId", "is missing or no text");
            return commands.start(id, headers, () -> fields.as(CommandType.START));
        });
    }

    @Requires(Permission.SESSION_CONNECT)
    @PutMapping(path = "/{sessionId}", consumes = "application/json")
    @CommandDocs
    @OutcomeDocs
    @Body(value = "EnsureSession", required = false)
    @Operation(
            summary = "Make sure that a session runs",
            description =
                    "The same as starting it, with the id in the path; may be repeated at will. The body may be left out.")
    Mono<ResponseEntity<Object>> ensure(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.start(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.START));
    }

    @Requires(Permission.SESSION_READ)
    @GetMapping
    @Operation(
            summary = "List sessions",
            description =
                    "Those of the key's tenant that it covers, ordered by id, in pages. Destroyed sessions are not listed. A missing next says that there are no more.")
    @ApiResponse(responseCode = "200", description = "A page")
    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    Mono<SessionPage> list(
            @RequestParam(required = false)
                    @Parameter(description = "The id behind which the page begins: next of the page before")
                    @Nullable String after,
            @RequestParam(defaultValue = "100") @Parameter(description = "1 to 500") int limit,
            @RequestParam(required = false)
                    @Parameter(description = "Only in one of these states; several by repeating it, or with commas")
                    @Nullable List<SessionState> state) {
        return Mono.defer(() -> {
            if (limit < 1 || limit > LONGEST_PAGE) throw new InvalidValue("limit", "must be 1 to " + LONGEST_PAGE);
            if (after != null && !SessionId.isValid(after))
                throw new InvalidValue("after", "must match " + SessionId.PATTERN);
            Set<SessionState> states = state == null ? Set.of() : Set.copyOf(state);
            return directory.page(after == null ? null : new SessionId(after), limit, states);
        });
    }

    @Requires(Permission.SESSION_READ)
    @GetMapping("/{sessionId}")
    @Operation(summary = "Look at a session", description = "Its state and what its last owner wrote down.")
    @Parameter(
            name = "If-None-Match",
            in = ParameterIn.HEADER,
            description = "The ETag of an answer before",
            schema = @Schema(type = "string"))
    @ApiResponse(responseCode = "200", description = "The session")
    @ApiResponse(responseCode = "304", description = "If-None-Match names it as it is", content = @Content)
    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    Mono<ResponseEntity<SessionView>> get(@PathVariable String sessionId) {
        return Mono.defer(() -> directory.get(new SessionId(sessionId))).map(tags::answer);
    }

    @Requires(Permission.SESSION_CONNECT)
    @PostMapping("/{sessionId}/close")
    @CommandDocs
    @OutcomeDocs
    @Operation(
            summary = "Close a session",
            description = "Its browser stops; the credentials are kept, and a later start needs no phone.")
    Mono<ResponseEntity<Object>> close(@PathVariable String sessionId, @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, Command.Close::new);
    }

    @Requires(Permission.SESSION_CONNECT)
    @PostMapping("/{sessionId}/restart")
    @CommandDocs
    @OutcomeDocs
    @Operation(
            summary = "Restart a session",
            description =
                    "Its browser is closed, its profile stored, and it is opened again, without a phone. For a session that is stuck; a closed one is "
                            + "rejected as SESSION_NOT_RUNNING.")
    Mono<ResponseEntity<Object>> restart(@PathVariable String sessionId, @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, Command.Restart::new);
    }

    @Requires(Permission.SESSION_DELETE)
    @PostMapping("/{sessionId}/logout")
    @CommandDocs
    @OutcomeDocs
    @Operation(
            summary = "Log a session out",
            description =
                    "The device is unlinked at WhatsApp and its credentials are purged; a later start needs the phone again.")
    Mono<ResponseEntity<Object>> logout(@PathVariable String sessionId, @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, Command.LogOut::new);
    }

    @Requires(Permission.SESSION_DELETE)
    @DeleteMapping("/{sessionId}")
    @CommandDocs
    @OutcomeDocs
    @Operation(
            summary = "Destroy a session",
            description = "Logged out where possible, purged and forgotten. There is no way back.")
    Mono<ResponseEntity<Object>> destroy(@PathVariable String sessionId, @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, Command.Destroy::new)
                .flatMap(taken -> directory.destroyed(new SessionId(sessionId)).thenReturn(taken));
    }
}
