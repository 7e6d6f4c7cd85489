package io.rookery.gateway.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.ops.Part.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The parts of the service, for operators. */
@RestController
@RequestMapping(path = "/v1", produces = "application/json")
@Tag(name = "Health")
class ServiceHealthController {
    private final PartWatch watch;
    private final InstantSource clock;
    private final Instant startedAt;

    ServiceHealthController(PartWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.startedAt =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** How all of it is together. */
    enum Whole {
        /** Every part that is configured is up. */
        UP,
        /** Commands are taken and sessions are shown, but something is missing. */
        DEGRADED,
        /** Kafka or Redis does not answer. */
        DOWN
    }

    @Schema(name = "ServiceHealth")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ServiceHealth(
            @Schema(
                    description =
                            "UP where every part that is configured is up; DOWN where Kafka or Redis is not; DEGRADED where another part is not, or can't be known. WhatsApp that can't be known counts for nothing: nobody may have a session")
            Whole status,

            @Schema(description = "Of this gateway") Instant startedAt,

            @Schema(description = "Of this gateway", example = "86400")
            long uptimeSeconds,

            @Schema(description = "Of this gateway") Heap memory,
            Parts parts,

            @Schema(description = "Missing where Redis can't tell") @Nullable WorkerSum workers,

            @Schema(description = "Missing where Redis can't tell") @Nullable BrowserSum browsers) {}

    @Schema(name = "HeapMemory", description = "The heap, in bytes")
    record Heap(
            @Schema(example = "104857600") long used,
            @Schema(example = "201326592") long max) {}

    @Schema(name = "ServiceParts")
    record Parts(
            Part kafka,
            Part redis,

            @Schema(description = "Without it files can't be uploaded or downloaded, and sessions can't start")
            Part store,

            @Schema(
                    description =
                            "UP where at least one worker has given a sign of life within 15 s and is not draining")
            Part workers,

            @Schema(
                    description =
                            "As the sessions' pages find it: UP where WhatsApp speaks to at least one, DOWN where sessions have lost it and no other one has it, UNKNOWN where no session can tell")
            Part whatsapp) {}

    @Schema(name = "WorkerSum", description = "Of the workers that gave a sign of life within the last minute")
    record WorkerSum(
            @Schema(example = "3") int known,
            @Schema(example = "1") int draining,
            @Schema(example = "60") int slots) {}

    @Schema(name = "BrowserSum", description = "As the workers say it: one for each session that a worker has")
    record BrowserSum(
            @Schema(example = "17") int sessions,

            @Schema(description = "With their drivers, in bytes", example = "1288490188")
            long memoryUsed,

            @Schema(example = "6442450944") long memoryBudget) {}

    @Requires(Permission.CLUSTER_READ)
    @GetMapping("/health")
    @Operation(
            operationId = "getServiceHealth",
            summary = "Look at the parts of the service",
            description =
                    "Kafka, Redis, object store and workers as this gateway sees them, WhatsApp as the workers see it, since when, and what the workers say of their browsers. The gateway looks every 5 seconds, whether it is asked or "
                            + "not, so the answer is up to that old, and costs nothing. It is 200 whatever it says; for probes there are /health/live and /health/ready.")
    Mono<ServiceHealth> health() {
        return Mono.fromSupplier(() -> view(watch.parts()));
    }

    private ServiceHealth view(PartWatch.Parts parts) {
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        List<WorkerView> known = parts.known();
        return new ServiceHealth(
                whole(parts),
                startedAt,
                Duration.between(startedAt, clock.instant()).toSeconds(),
                new Heap(heap.getUsed(), heap.getMax()),
                new Parts(parts.kafka(), parts.redis(), parts.store(), parts.workers(), parts.whatsapp()),
                known == null ? null : workers(known),
                known == null ? null : browsers(known));
    }

    private static Whole whole(PartWatch.Parts parts) {
        if (Stream.of(parts.kafka(), parts.redis()).anyMatch(part -> part.status() == Status.DOWN)) return Whole.DOWN;
        return parts.whatsapp().status() != Status.DOWN
                        && Stream.of(parts.kafka(), parts.redis(), parts.store(), parts.workers())
                                .allMatch(part -> part.status() == Status.UP || part.status() == Status.NOT_CONFIGURED)
                ? Whole.UP
                : Whole.DEGRADED;
    }

    private static WorkerSum workers(List<WorkerView> known) {
        return new WorkerSum(
                known.size(),
                (int) known.stream().filter(WorkerView::draining).count(),
                known.stream().mapToInt(WorkerView::slots).sum());
    }

    private static BrowserSum browsers(List<WorkerView> known) {
        return new BrowserSum(
                known.stream().mapToInt(WorkerView::sessions).sum(),
                known.stream().mapToLong(worker -> worker.memory().used()).sum(),
                known.stream().mapToLong(worker -> worker.memory().budget()).sum());
    }
}
