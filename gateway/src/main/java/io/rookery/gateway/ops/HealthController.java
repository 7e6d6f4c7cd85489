package io.rookery.gateway.ops;

import io.rookery.gateway.command.CommandPublisher;
import io.rookery.gateway.session.SessionRecords;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Whether this gateway can do its work; open to everybody, so it says no more than that. */
@RestController
@Tag(name = "Health")
class HealthController {
    private final CommandPublisher publisher;
    private final Mono<Boolean> redis;

    HealthController(CommandPublisher publisher, SessionRecords records) {
        this.publisher = publisher;
        this.redis = records.isAvailable().cache(Duration.ofSeconds(1));
    }

    /** Up or down. */
    enum Status {
        UP,
        DOWN
    }

    @Schema(name = "Health")
    record Health(
            @Schema(description = "UP where the gateway can take commands and show sessions")
            Status status,

            Status kafka,
            Status redis) {}

    @Schema(name = "Probe")
    record Probe(Status status) {}

    @GetMapping(path = "/health", produces = "application/json")
    @SecurityRequirements
    @Operation(
            summary = "Health",
            description =
                    "200 where Kafka and Redis answer, else 503 with the same body. An answer at all means that the process lives. No key needed.")
    @ApiResponse(responseCode = "200", description = "All is there")
    @ApiResponse(
            responseCode = "503",
            description = "Something is not there; the body says what",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Health.class)))
    Mono<ResponseEntity<Health>> health() {
        return redis.map(redisUp -> {
            boolean kafkaUp = publisher.isAvailable();
            Health health = new Health(status(kafkaUp && redisUp), status(kafkaUp), status(redisUp));
            return ResponseEntity.status(health.status() == Status.UP ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                    .body(health);
        });
    }

    @GetMapping(path = "/health/live", produces = "application/json")
    @SecurityRequirements
    @Operation(
            summary = "Liveness",
            description = "200 as long as the process answers. Where it does not, restart it. No key needed.")
    Mono<Probe> live() {
        return Mono.just(new Probe(Status.UP));
    }

    @GetMapping(path = "/health/ready", produces = "application/json")
    @SecurityRequirements
    @Operation(
            summary = "Readiness",
            description =
                    "200 where requests can be answered as usual, else 503: send them elsewhere, where there is a choice. Without details; /v1/health has them. No key needed.")
    Mono<ResponseEntity<Probe>> ready() {
        return health().map(answer -> ResponseEntity.status(answer.getStatusCode())
                .body(new Probe(status(answer.getStatusCode().is2xxSuccessful()))));
    }

    private static Status status(boolean up) {
        return up ? Status.UP : Status.DOWN;
    }
}
