package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.command.CommandBody;
import io.rookery.gateway.command.CommandDocs;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.command.OutcomeDocs;
import io.rookery.gateway.description.Body;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sessions by the user whose they are. */
@RestController
@RequestMapping(path = "/v1/users/{userId}", produces = "application/json")
@Tag(name = "Users")
class UserController {
    private static final Pattern USER = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final List<String> CHOICES = List.of("refuse", "use", "replace", "add");
    private static final String CONFLICT = """
            {"type":"about:blank","title":"The user has another session","status":409,"code":"USER_HAS_SESSION",\
            "detail":"use that session, replace it (onConflict=replace), or start this one for another user",\
            "state":"READY","sessionId":"alice","choices":["use-existing","replace","other-id"]}""";

    private final SessionCommands commands;
    private final UsersEnd end;
    private final Users users;

    UserController(SessionCommands commands, UsersEnd end, Users users) {
        this.commands = commands;
        this.end = end;
        this.users = users;
    }

    @Schema(name = "SessionsOfUser")
    record UsersPage(List<SessionView> sessions) {}

    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    @Requires(Permission.SESSION_READ)
    @GetMapping("/session")
    @Operation(
            operationId = "getUserSession",
            summary = "Look at a user's session",
            description = "Of several that which should run, of these the one that was changed last.")
    @ApiResponse(responseCode = "200", description = "The session")
    @ApiResponse(responseCode = "404", description = "SESSION_NOT_FOUND", content = @Content)
    Mono<SessionView> session(@PathVariable @Parameter(example = "user-1") String userId) {
        return Mono.defer(() -> users.of(valid(userId)))
                .flatMap(all -> Mono.justOrEmpty(all.stream().findFirst()))
                .switchIfEmpty(Mono.error(
                        () -> ProblemException.of(ProblemCode.SESSION_NOT_FOUND, "the user has no session")));
    }

    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    @Requires(Permission.SESSION_READ)
    @GetMapping("/sessions")
    @Operation(
            operationId = "listUserSessions",
            summary = "List a user's sessions",
            description =
                    "Mostly one; several where a start said onConflict=add, or where Redis has lost its memory while two were started. The one that counts comes first.")
    @ApiResponse(responseCode = "200", description = "The sessions, none where the user has none")
    Mono<UsersPage> sessions(@PathVariable @Parameter(example = "user-1") String userId) {
        return Mono.defer(() -> users.of(valid(userId))).map(UsersPage::new);
    }

    @Requires(Permission.SESSION_CONNECT)
    @PutMapping(path = "/session", consumes = "application/json")
    @CommandDocs
    @OutcomeDocs
    @ApiResponse(
            responseCode = "409",
            description = "USER_HAS_SESSION: the user has another session, which sessionId names",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "#/components/schemas/Problem"),
                            examples = @ExampleObject(name = "conflict", value = CONFLICT)))
    @Body(
            value = "EnsureSessionOfUser",
            required = false,
            description = "As of a start; without userId and onConflict, which the address has")
    @Operation(
            operationId = "ensureUserSession",
            summary = "Make sure that a user has a session that runs",
            description =
                    "Starts the session; the answer names it. May be repeated at will. Where the user has another one, onConflict decides. What two callers do at once is decided by "
                            + "whoever looks at the commands: the later one ends as USER_HAS_SESSION, or replaces the earlier one.")
    Mono<ResponseEntity<Object>> ensure(
            @PathVariable @Parameter(example = "user-1") String userId,
            @RequestParam(defaultValue = "refuse")
                    @Parameter(
                            description =
                                    "Where the user has another session: refuse (409), use (that one is started), replace (it is destroyed), add (the user has several)",
                            schema =
                                    @Schema(
                                            allowableValues = {"refuse", "use", "replace", "add"},
                                            defaultValue = "refuse"))
                    String onConflict,
            @RequestParam(required = false)
                    @Parameter(
                            description =
                                    "The session's id. Without it the user's own one: always the same with refuse and use, a fresh one with replace and add")
                    @Nullable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> {
            if (!CHOICES.contains(onConflict))
                throw new InvalidValue("onConflict", "must be one of " + String.join(", ", CHOICES));
            CommandBody fields = CommandBody.parse(body).with("userId", valid(userId));
            CommandBody decided = onConflict.equals("use") ? fields : fields.with("onConflict", onConflict);
            Command start = decided.as(CommandType.START);
            return id(userId, onConflict, sessionId, headers)
                    .flatMap(session -> commands.start(session, headers, () -> start));
        });
    }

    private Mono<String> id(String userId, String onConflict, @Nullable String given, HttpHeaders headers) {
        return switch (onConflict) {
            case "use" ->
                users.of(userId)
                        .flatMap(all -> all.isEmpty()
                                ? own(userId, given)
                                : Mono.just(all.getFirst().sessionId()));
            case "refuse" -> own(userId, given);
            default -> given == null ? fresh(userId, headers) : Mono.just(given);
        };
    }

    /** Always the same, so that two callers at once mean the same session. */
    private Mono<String> own(String userId, @Nullable String given) {
        return given == null ? Caller.current().map(caller -> named(caller.tenant() + "/" + userId)) : Mono.just(given);
    }

    /** The same where the request is repeated with its key. */
    private Mono<String> fresh(String userId, HttpHeaders headers) {
        var key = CommandOptions.of(headers).id();
        String unique = key == null ? UUID.randomUUID().toString() : key.value();
        return Caller.current().map(caller -> named(caller.tenant() + "/" + userId + " " + unique));
    }

    private static String named(String what) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return new SessionId("user-" + HexFormat.of().formatHex(hash, 0, 16)).value();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Requires(Permission.SESSION_DELETE)
    @DeleteMapping("/sessions")
    @CommandDocs
    @ApiResponse(
            responseCode = "200",
            description = "All have their outcome, where Prefer: wait asked for it; or the user has no session",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = UsersEnd.Taken.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has the commands",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = UsersEnd.Taken.class)))
    @Operation(
            operationId = "destroyUserSessions",
            summary = "Destroy all sessions of a user",
            description =
                    "Logged out where possible, purged and forgotten, each by a command of its own. There is no way back. Repeat it with the same Idempotency-Key where the answer is an error.")
    Mono<ResponseEntity<UsersEnd.Taken>> destroy(
            @PathVariable @Parameter(example = "user-1") String userId, @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> {
            CommandOptions options = CommandOptions.of(headers);
            return users.of(valid(userId)).flatMap(all -> end.destroy(all, options));
        });
    }

    private static String valid(String userId) {
        if (!USER.matcher(userId).matches())
            throw new InvalidValue("userId", "must be 1 to 128 visible ASCII characters");
        return userId;
    }
}
