package io.rookery.gateway.ops;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.WorkerOrder;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.session.SessionDirectory;
import io.rookery.gateway.session.SessionRecords.RedisUnavailable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** For operators: which workers there are, and moving sessions between them. Orders go by Redis, not by the command topic: they are about processes, not about sessions' lives. */
@RestController
@RequestMapping(path = "/v1", produces = "application/json")
@Tag(name = "Workers")
@ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
class WorkerController {
    private final Workers workers;
    private final SessionDirectory sessions;

    WorkerController(Workers workers, SessionDirectory sessions) {
        this.workers = workers;
        this.sessions = sessions;
    }

    @Schema(name = "Workers")
    record WorkerList(List<WorkerView> workers) {}

    @Schema(
            name = "WorkerOrderTaken",
            description = "The order is left to the worker, which carries it out within seconds, mostly at once")
    record OrderTaken(
            @Schema(example = "worker-1") String workerId,
            @Schema(example = "DRAIN") WorkerOrder.Kind order) {}

    @Schema(
            name = "MoveTaken",
            description =
                    "The order is left to the session's worker, which carries it out within seconds, mostly at once")
    record MoveTaken(
            @Schema(example = "alice") String sessionId,

            @Schema(description = "The worker that shall let it go", example = "worker-1")
            String from) {}

    @Requires(Permission.CLUSTER_READ)
    @GetMapping("/workers")
    @Operation(
            summary = "List workers",
            description = "Those that gave a sign of life within the last minute, ordered by id.")
    @ApiResponse(responseCode = "200", description = "The workers")
    Mono<WorkerList> list() {
        return answer(workers.all().map(WorkerList::new));
    }

    @Requires(Permission.CLUSTER_READ)
    @GetMapping("/workers/{workerId}")
    @Operation(summary = "Look at a worker", description = "What it said with its last sign of life.")
    @ApiResponse(responseCode = "200", description = "The worker")
    @ApiResponse(responseCode = "404", description = "WORKER_NOT_FOUND", content = @Content)
    Mono<WorkerView> get(@PathVariable String workerId) {
        return Mono.defer(() -> {
            WorkerId worker = new WorkerId(workerId);
            return answer(workers.find(worker)).switchIfEmpty(Mono.error(() -> notFound(worker)));
        });
    }

    @Requires(Permission.CLUSTER_MANAGE)
    @PostMapping("/workers/{workerId}/drain")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Drain a worker",
            description =
                    "It hands every session over – the running command is finished, the profile stored – and claims none until it is told to resume or is restarted. "
                            + "Draining already: nothing changes. sessions and draining of the worker tell how far it is.")
    @ApiResponse(responseCode = "202", description = "The order is left to the worker")
    @ApiResponse(responseCode = "404", description = "WORKER_NOT_FOUND", content = @Content)
    Mono<OrderTaken> drain(@PathVariable String workerId) {
        return order(workerId, WorkerOrder.Kind.DRAIN);
    }

    @Requires(Permission.CLUSTER_MANAGE)
    @PostMapping("/workers/{workerId}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Let a drained worker claim sessions again",
            description = "Not draining: nothing changes. A worker that stops can't be told to go on.")
    @ApiResponse(responseCode = "202", description = "The order is left to the worker")
    @ApiResponse(responseCode = "404", description = "WORKER_NOT_FOUND", content = @Content)
    Mono<OrderTaken> resume(@PathVariable String workerId) {
        return order(workerId, WorkerOrder.Kind.RESUME);
    }

    private Mono<OrderTaken> order(String workerId, WorkerOrder.Kind kind) {
        return Mono.defer(() -> {
            WorkerId worker = new WorkerId(workerId);
            return answer(workers.order(worker, kind))
                    .map(ordered -> new OrderTaken(ordered.value(), kind))
                    .switchIfEmpty(Mono.error(() -> notFound(worker)));
        });
    }

    @Requires(Permission.CLUSTER_MANAGE)
    @PostMapping("/sessions/{sessionId}/move")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "moveSession",
            summary = "Move a session to another worker",
            description =
                    "Its worker finishes the running command, stores the profile and lets the session go; for 10 s it does not claim it again, so another worker does. "
                            + "No command is lost, and no phone is needed.")
    @ApiResponse(responseCode = "202", description = "The order is left to the session's worker")
    @ApiResponse(
            responseCode = "409",
            description =
                    "SESSION_WITHOUT_OWNER: no worker has it. NO_OTHER_WORKER: no other worker lives that claims sessions.",
            content = @Content)
    Mono<MoveTaken> move(@PathVariable String sessionId) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            return sessions.exists(session)
                    .then(answer(workers.move(session)))
                    .switchIfEmpty(Mono.error(WorkerController::noOwner))
                    .map(move -> switch (move) {
                        case Workers.Move.Ordered ordered ->
                            new MoveTaken(sessionId, ordered.from().value());
                        case Workers.Move.NoOwner ignored -> throw noOwner();
                        case Workers.Move.NowhereElse nowhere ->
                            throw ProblemException.of(
                                    ProblemCode.NO_OTHER_WORKER,
                                    "only " + nowhere.from() + " lives and claims sessions");
                    });
        });
    }

    private static <T> Mono<T> answer(Mono<T> answer) {
        return answer.onErrorMap(
                RedisUnavailable.class,
                error -> ProblemException.of(ProblemCode.REDIS_UNAVAILABLE, "the workers can't be reached now"));
    }

    private static ProblemException notFound(WorkerId worker) {
        return ProblemException.of(
                ProblemCode.WORKER_NOT_FOUND, "no worker " + worker + " gave a sign of life within the last minute");
    }

    private static ProblemException noOwner() {
        return ProblemException.of(ProblemCode.SESSION_WITHOUT_OWNER, "no worker has the session now");
    }
}
