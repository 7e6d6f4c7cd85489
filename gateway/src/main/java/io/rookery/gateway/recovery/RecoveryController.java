package io.rookery.gateway.recovery;

import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.session.SessionRecords.RedisUnavailable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** For operators: bring back all sessions that should run and are not ready, and say what came of it. */
@RestController
@RequestMapping(path = "/v1", produces = "application/json")
@Tag(name = "Recovery")
class RecoveryController {
    private static final String REPORT = """
            {"recoveryId":"3f0c6a52-7a52-3d3c-9f8f-11aa0190f2c4","startedAt":"2026-11-20T12:00:00Z","done":true,\
            "totals":{"ready":12,"recovered":1,"pending":0,"notReady":0,"skipped":1},\
            "sessions":[{"sessionId":"alice","before":"DISCONNECTED","reasonBefore":"CONNECTION_LOST","action":"restart",\
            "commandId":"recovery-3f0c6a52-7a52-3d3c-9f8f-11aa0190f2c4","answered":true,"after":"READY"},\
            {"sessionId":"bob","before":"LOGGED_OUT","reasonBefore":"DEVICE_REMOVED","action":"none","why":"NEEDS_PHONE",\
            "answered":false,"after":"LOGGED_OUT"}]}""";

    private final RecoveryRoutine routine;

    RecoveryController(RecoveryRoutine routine) {
        this.routine = routine;
    }

    @Requires(Permission.SESSION_CONNECT)
    @PostMapping("/sessions/recover")
    @Operation(
            operationId = "recoverSessions",
            summary = "Recover all sessions",
            description =
                    "Looks at all sessions once. Those that should run and are not ready are started (QUEUED, FAILED) or restarted (DEGRADED, DISCONNECTED), each by a command of its own, "
                            + "from their stored profiles and with the options of their last start. Nothing is deleted, and no code is shown unless pairing asks for it. The report is kept for a day, "
                            + "or until Redis loses its memory; any gateway has it.")
    @Parameter(
            name = CommandOptions.IDEMPOTENCY_KEY,
            in = ParameterIn.HEADER,
            description =
                    "Repeats with the same key go on with the same recovery: no session is looked at anew, and no command is carried out twice",
            schema = @Schema(type = "string"))
    @Parameter(
            name = CommandOptions.PREFER,
            in = ParameterIn.HEADER,
            description = "wait=N waits up to N seconds (at most 30) until all commands have their outcomes",
            schema = @Schema(type = "string", example = "wait=30"))
    @ApiResponse(
            responseCode = "200",
            description = "Every command has its outcome, or none was needed",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RecoveryReport.class),
                            examples = @ExampleObject(name = "done", value = REPORT)))
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has the commands. Location says where the report is.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RecoveryReport.class)))
    @ApiResponse(
            responseCode = "503",
            description =
                    "KAFKA_UNAVAILABLE: some commands may have been taken, repeat it with the same Idempotency-Key; REDIS_UNAVAILABLE: nothing was done",
            content = @Content)
    Mono<ResponseEntity<RecoveryReport>> recover(
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Sessions that somebody has closed are started, too")
                    boolean closed,
            @RequestParam(defaultValue = "false")
                    @Parameter(
                            description =
                                    "Sessions that were never linked, or are logged out, are started, too, and show a code")
                    boolean pairing,
            @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> {
            CommandOptions options = CommandOptions.of(headers);
            return Caller.current()
                    .flatMap(
                            caller -> routine.begin(caller, id(caller.tenant(), options), new Decision(closed, pairing))
                                    .flatMap(recovery -> routine.report(caller, recovery, options.patience())))
                    .switchIfEmpty(Mono.error(() -> ProblemException.of(
                            ProblemCode.RECOVERY_NOT_FOUND,
                            "the Idempotency-Key is of a recovery that names other sessions")))
                    .map(report -> ResponseEntity.status(report.done() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                            .location(URI.create("/v1/recoveries/" + report.recoveryId()))
                            .body(report))
                    .onErrorMap(RedisUnavailable.class, RecoveryController::unavailable);
        });
    }

    @Requires(Permission.SESSION_READ)
    @GetMapping("/recoveries/{recoveryId}")
    @Operation(
            summary = "Look at a recovery",
            description = "What was found, what was done, and what came of it until now.")
    @ApiResponse(responseCode = "200", description = "The report")
    @ApiResponse(responseCode = "404", description = "RECOVERY_NOT_FOUND", content = @Content)
    Mono<RecoveryReport> get(@PathVariable String recoveryId) {
        return Caller.current()
                .flatMap(caller -> routine.report(caller, recoveryId))
                .switchIfEmpty(Mono.error(() ->
                        ProblemException.of(ProblemCode.RECOVERY_NOT_FOUND, "there is none of this id, or no more")))
                .onErrorMap(RedisUnavailable.class, RecoveryController::unavailable);
    }

    /** The same for the same key of the same tenant. */
    private static String id(TenantId tenant, CommandOptions options) {
        if (options.id() == null) return UUID.randomUUID().toString();
        return UUID.nameUUIDFromBytes((tenant + "/" + options.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static ProblemException unavailable(Throwable ignored) {
        return ProblemException.of(ProblemCode.REDIS_UNAVAILABLE, "the session records can't be read now");
    }
}
