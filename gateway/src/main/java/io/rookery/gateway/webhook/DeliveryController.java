package io.rookery.gateway.webhook;

import io.rookery.events.InvalidValue;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.body.StrictBody;
import io.rookery.gateway.description.Body;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of events: the log, the dead letters, and once more. */
@RestController
@RequestMapping(path = "/v1/webhooks/{webhookId}", produces = "application/json")
@Tag(name = "Web hooks")
@ApiResponse(
        responseCode = "503",
        description = "KAFKA_UNAVAILABLE, KEY_UNAVAILABLE: try again later",
        content = @Content)
class DeliveryController {
    private static final int LONGEST_PAGE = 200;
    private static final int MOST_IDS = 100;
    private static final int MOST_REPLAYED = 1000;

    private final Webhooks webhooks;
    private final DeliveryLog log;
    private final DeadLetters deadLetters;
    private final TestEvent test;
    private final WebhookThreads threads;

    DeliveryController(
            Webhooks webhooks, DeliveryLog log, DeadLetters deadLetters, TestEvent test, WebhookThreads threads) {
        this.webhooks = webhooks;
        this.log = log;
        this.deadLetters = deadLetters;
        this.test = test;
        this.threads = threads;
    }

    @Schema(name = "Deliveries")
    record Deliveries(
            @Schema(description = "The newest first") List<DeliveryLog.Entry> deliveries) {}

    /** Which dead letters: by their ids, or by the time of their events. */
    @Schema(name = "Replay", description = "eventIds, or from, or from and to")
    record Replay(
            @Schema(description = "Up to 100", example = "[\"ev_4mqL0Tn3cVvDkX7yWbKQz1aB\"]") @Nullable List<String> eventIds,

            @Schema(description = "Events that happened then or later", example = "2026-11-20T08:00:00Z") @Nullable String from,

            @Schema(description = "Events that happened before; none for all", example = "2026-11-20T12:00:00Z")
            @Nullable String to) {}

    @Requires(Permission.WEBHOOK_MANAGE)
    @PostMapping("/test")
    @Operation(
            operationId = "testWebhook",
            summary = "Try a web hook",
            description =
                    "Posts an event of the type io.rookery.webhook.test to its endpoint now, once, as any other event: signed, and by the same rules. Also of one that is disabled.")
    @ApiResponse(responseCode = "200", description = "What the endpoint said")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<TestEvent.Result> test(@PathVariable String webhookId) {
        return Caller.current().flatMap(caller -> {
            Webhook webhook = webhooks.get(caller, webhookId);
            return threads.call(() -> test.send(webhook));
        });
    }

    @Requires(Permission.WEBHOOK_READ)
    @GetMapping("/deliveries")
    @Operation(
            operationId = "listDeliveries",
            summary = "Look at a web hook's last deliveries",
            description = "Each attempt, without what was sent. Kept for three days.")
    @ApiResponse(responseCode = "200", description = "The newest first")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<Deliveries> deliveries(
            @PathVariable String webhookId,
            @RequestParam(defaultValue = "50") @Parameter(description = "1 to 200") int limit) {
        return Caller.current().flatMap(caller -> {
            Webhook webhook = webhooks.get(caller, webhookId);
            return answer(log.last(webhook.id(), page(limit)).map(Deliveries::new));
        });
    }

    @Requires(Permission.WEBHOOK_READ)
    @GetMapping("/dead-letters")
    @Operation(
            operationId = "listDeadLetters",
            summary = "Look at a web hook's dead letters",
            description =
                    "Events that it did not take, without what is in them. Kept for 30 days, also when they are replayed.")
    @ApiResponse(responseCode = "200", description = "The oldest first")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<DeadLetters.Page> deadLetters(
            @PathVariable String webhookId,
            @RequestParam(required = false)
                    @Parameter(description = "Events that happened then or later; RFC 3339")
                    @Nullable String from,
            @RequestParam(required = false) @Parameter(description = "Events that happened before; RFC 3339") @Nullable String to,
            @RequestParam(defaultValue = "50") @Parameter(description = "1 to 200") int limit) {
        return Caller.current().flatMap(caller -> {
            Webhook webhook = webhooks.get(caller, webhookId);
            var selection =
                    new DeadLetters.Selection(time("from", from, Instant.MIN), time("to", to, Instant.MAX), Set.of());
            return answer(deadLetters.find(webhook.id(), selection, page(limit)));
        });
    }

    @Requires(Permission.WEBHOOK_MANAGE)
    @PostMapping(path = "/replay", consumes = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Body(as = Replay.class)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Deliver dead letters once more",
            description =
                    "By their ids, or by the time of their events; up to 1,000 in one call. They have their ids of before, and as many attempts as a new event. A disabled web hook gets them when it is enabled.")
    @ApiResponse(responseCode = "202", description = "They are on their way")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<DeadLetters.Replayed> replay(
            @PathVariable String webhookId, @RequestBody(required = false) byte @Nullable [] body) {
        return Caller.current().flatMap(caller -> {
            Webhook webhook = webhooks.get(caller, webhookId);
            var selection = selection(StrictBody.read(body, Replay.class));
            return answer(deadLetters.replay(webhook.id(), selection, MOST_REPLAYED));
        });
    }

    private static DeadLetters.Selection selection(Replay wanted) {
        List<String> ids = wanted.eventIds();
        if (ids == null) {
            if (wanted.from() == null) throw new InvalidValue("from", "is missing, and so is eventIds");
            return new DeadLetters.Selection(
                    time("from", wanted.from(), Instant.MIN), time("to", wanted.to(), Instant.MAX), Set.of());
        }
        if (wanted.from() != null || wanted.to() != null)
            throw new InvalidValue("eventIds", "stands alone, without from and to");
        if (ids.isEmpty() || ids.size() > MOST_IDS)
            throw new InvalidValue("eventIds", "must have 1 to " + MOST_IDS + " entries");
        for (int place = 0; place < ids.size(); place++) {
            String id = ids.get(place);
            if (id == null || !id.matches(EventIds.PATTERN))
                throw new InvalidValue("eventIds." + place, "must match " + EventIds.PATTERN);
        }
        return new DeadLetters.Selection(Instant.MIN, Instant.MAX, Set.copyOf(ids));
    }

    private static Instant time(String field, @Nullable String text, Instant otherwise) {
        if (text == null) return otherwise;
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidValue(field, "must be an RFC 3339 time");
        }
    }

    private static int page(int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) throw new InvalidValue("limit", "must be 1 to " + LONGEST_PAGE);
        return limit;
    }

    private static <T> Mono<T> answer(Mono<T> answer) {
        return answer.onErrorMap(
                DeadLetters.Unavailable.class,
                error -> ProblemException.of(ProblemCode.KAFKA_UNAVAILABLE, "Kafka can't be asked now; repeat it"));
    }
}
