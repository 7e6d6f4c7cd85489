package io.rookery.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How well a session is. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}/health", produces = "application/json")
@Tag(name = "Health")
class SessionHealthController {
    private static final String DAY_LIMIT = "DAY_LIMIT";

    private final SessionDirectory directory;
    private final KnownLimits limits;

    SessionHealthController(SessionDirectory directory, KnownLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    @Schema(name = "SessionHealth")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SessionHealth(
            @Schema(example = "alice") String sessionId,
            @Schema(example = "READY") SessionState state,

            @Schema(description = "The worst of what is wrong")
            Health health,

            @Schema(
                    description =
                            "Stable codes of what is wrong, the owner's worst first; DAY_LIMIT where the day's messages are used up by 70 % or more",
                    example = "[\"DAY_LIMIT\"]")
            List<String> reasons,

            @Schema(
                    description =
                            "The day's messages; missing where there is no limit of the day, or none was told since this gateway reads")
            @Nullable Used limits,

            @Schema(description = "When the owner last wrote the session down") @Nullable Instant updatedAt) {}

    @Schema(name = "UsedLimits", description = "As the session's owner told it last, with each tenth of the day")
    record Used(
            @Schema(description = "Of the day's messages", example = "72")
            int percent,

            Health level,
            @Schema(example = "720") int sentToday,
            @Schema(example = "1000") int perDay,
            @Schema(example = "40") int sentThisHour,

            @Schema(description = "0: no limit", example = "100")
            int perHour,

            Instant resetsAt) {

        static Used of(Event.Limits told) {
            return new Used(
                    told.percent(),
                    told.level(),
                    told.sentToday(),
                    told.perDay(),
                    told.sentThisHour(),
                    told.perHour(),
                    told.resetsAt());
        }
    }

    @Requires(Permission.SESSION_READ)
    @GetMapping
    @Operation(
            summary = "Look at a session's health",
            description =
                    "Its connection as its owner judges it, and its limits: WARNING from 70 % of the day's messages, CRITICAL above 90 %.")
    @ApiResponse(responseCode = "200", description = "The health")
    @ApiResponse(responseCode = "503", description = "REDIS_UNAVAILABLE: try again later", content = @Content)
    Mono<SessionHealth> get(@PathVariable String sessionId) {
        return Mono.defer(() -> directory.get(new SessionId(sessionId))).map(this::health);
    }

    private SessionHealth health(SessionView session) {
        Event.Limits told = limits.today(new TenantId(session.tenant()), new SessionId(session.sessionId()))
                .orElse(null);
        List<String> reasons = new ArrayList<>(session.healthReasons());
        Health worst = session.health();
        if (told != null && told.level() != Health.HEALTHY) {
            reasons.add(DAY_LIMIT);
            if (told.level().compareTo(worst) > 0) worst = told.level();
        }
        return new SessionHealth(
                session.sessionId(),
                session.state(),
                worst,
                reasons,
                told == null ? null : Used.of(told),
                session.updatedAt());
    }
}
