package io.rookery.gateway.webhook;

import io.rookery.events.InvalidValue;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.body.StrictBody;
import io.rookery.gateway.config.RequestHash;
import io.rookery.gateway.description.Body;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Web hooks: make, look, change, delete. */
@RestController
@RequestMapping(path = "/v1/webhooks", produces = "application/json")
@Tag(
        name = "Web hooks",
        description =
                "Endpoints that events are posted to: signed, in order, repeated until they are taken or given up")
@ApiResponse(
        responseCode = "503",
        description = "KAFKA_UNAVAILABLE, KEY_UNAVAILABLE: try again later",
        content = @Content)
class WebhookController {
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final Webhooks webhooks;
    private final Targets targets;
    private final WebhookThreads threads;
    private final Duration overlap;
    private final InstantSource clock;

    WebhookController(
            Webhooks webhooks,
            Targets targets,
            WebhookThreads threads,
            WebhookProperties properties,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.targets = targets;
        this.threads = threads;
        this.overlap = properties.overlap();
        this.clock = clock;
    }

    /** @param overlapSeconds how long the key before signs beside the new one */
    @Schema(name = "RotateWebhookSecret")
    record Rotation(
            @Schema(
                    description =
                            "How long the key before signs beside the new one; 0 where its secret is known to others",
                    example = "86400")
            @Nullable Long overlapSeconds) {}

    @Requires(Permission.WEBHOOK_MANAGE)
    @PostMapping(consumes = "application/json")
    @Body(as = WebhookBody.class)
    @Operation(
            operationId = "createWebhook",
            summary = "Make a web hook",
            description =
                    "Events from now on are posted to the URL: each is a CloudEvent in structured JSON, signed by the Standard Webhooks specification. The secret is shown this once.")
    @ApiResponse(
            responseCode = "201",
            description = "It is made; Location has its address",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = WebhookView.Created.class)))
    @ApiResponse(
            responseCode = "200",
            description =
                    "The web hook that an earlier request with this Idempotency-Key has made, without its secret: that was told then. Where that answer got lost, rotate the secret",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookView.class)))
    @ApiResponse(
            responseCode = "400",
            description = "URL_FORBIDDEN, INVALID_REQUEST, MALFORMED_JSON",
            content = @Content)
    @ApiResponse(
            responseCode = "409",
            description =
                    "TOO_MANY_WEBHOOKS. IDEMPOTENCY_KEY_REUSED: an earlier request of this name has made another web hook",
            content = @Content)
    Mono<ResponseEntity<Object>> create(
            @RequestHeader(name = RequestHash.HEADER, required = false)
                    @Parameter(
                            description =
                                    "Names the request, 1 to 128 visible ASCII characters: a repeat by the same API key makes nothing more")
                    @Nullable String idempotencyKey,
            @RequestBody(required = false) byte @Nullable [] body) {
        return Caller.current().flatMap(caller -> {
            Webhooks.Wish wish = StrictBody.read(body, WebhookBody.class).over(null);
            return threads.run(() -> targets.require(wish.url(), wish.headers()))
                    .then(Mono.defer(
                            () -> webhooks.create(caller, wish, RequestHash.of(caller.keyId(), idempotencyKey))))
                    .map(creation -> created(creation, clock.instant()));
        });
    }

    private static ResponseEntity<Object> created(Webhooks.Creation creation, Instant now) {
        URI place = URI.create("/v1/webhooks/" + creation.webhook().id());
        return creation.made() == null
                ? ResponseEntity.ok().location(place).body(WebhookView.of(creation.webhook(), now))
                : ResponseEntity.created(place).body(WebhookView.Created.of(creation.made(), now));
    }

    @Requires(Permission.WEBHOOK_READ)
    @GetMapping
    @Operation(
            operationId = "listWebhooks",
            summary = "List web hooks",
            description = "Those of the key's tenant; of a key for a few sessions, those of these sessions alone.")
    @ApiResponse(responseCode = "200", description = "The web hooks, those that were changed last at the end")
    Mono<WebhookView.All> list() {
        return Caller.current()
                .map(caller -> new WebhookView.All(webhooks.of(caller).stream()
                        .map(webhook -> WebhookView.of(webhook, clock.instant()))
                        .toList()));
    }

    @Requires(Permission.WEBHOOK_READ)
    @GetMapping("/{webhookId}")
    @Operation(operationId = "getWebhook", summary = "Look at a web hook", description = "Without its secrets.")
    @ApiResponse(responseCode = "200", description = "The web hook")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<WebhookView> get(@PathVariable String webhookId) {
        return Caller.current().map(caller -> WebhookView.of(webhooks.get(caller, webhookId), clock.instant()));
    }

    @Requires(Permission.WEBHOOK_MANAGE)
    @PatchMapping(path = "/{webhookId}", consumes = "application/json")
    @Body(as = WebhookBody.class)
    @Operation(
            operationId = "changeWebhook",
            summary = "Change a web hook, enable or disable it",
            description =
                    "What is left out stays as it is. A disabled one gets nothing; enabled again it goes on where it stopped, as far as Kafka has kept it.")
    @ApiResponse(responseCode = "200", description = "The web hook as it is now")
    @ApiResponse(
            responseCode = "400",
            description = "URL_FORBIDDEN, INVALID_REQUEST, MALFORMED_JSON",
            content = @Content)
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<WebhookView> change(@PathVariable String webhookId, @RequestBody(required = false) byte @Nullable [] body) {
        return Caller.current().flatMap(caller -> {
            Webhook before = webhooks.get(caller, webhookId);
            WebhookBody fields = StrictBody.read(body, WebhookBody.class);
            Webhooks.Wish wish = fields.over(before);
            return threads.run(() -> {
                        if (fields.url() != null || fields.headers() != null)
                            targets.require(wish.url(), wish.headers());
                    })
                    .then(Mono.defer(() -> webhooks.change(caller, before, wish, fields.headers() == null)))
                    .map(changed -> WebhookView.of(changed, clock.instant()));
        });
    }

    @Requires(Permission.WEBHOOK_MANAGE)
    @DeleteMapping("/{webhookId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteWebhook",
            summary = "Delete a web hook",
            description = "What it has not got yet is not sent any more. Its dead letters can't be reached any more.")
    @ApiResponse(responseCode = "204", description = "It is deleted")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<Void> delete(@PathVariable String webhookId) {
        return Caller.current().flatMap(caller -> webhooks.delete(webhooks.get(caller, webhookId)));
    }

    @Requires(Permission.WEBHOOK_MANAGE)
    @PostMapping("/{webhookId}/secret/rotate")
    @Body(as = Rotation.class, required = false)
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give a web hook another signing secret",
            description =
                    "The key before signs on beside the new one for a day, or as long as overlapSeconds says; requests carry both signatures meanwhile. The secret is shown this once.")
    @ApiResponse(responseCode = "200", description = "The new secret")
    @ApiResponse(responseCode = "404", description = "WEBHOOK_NOT_FOUND", content = @Content)
    Mono<WebhookView.Created> rotate(
            @PathVariable String webhookId, @RequestBody(required = false) byte @Nullable [] body) {
        return Caller.current().flatMap(caller -> {
            Webhook webhook = webhooks.get(caller, webhookId);
            Long seconds = StrictBody.read(body, Rotation.class).overlapSeconds();
            if (seconds != null && (seconds < 0 || seconds > LONGEST_OVERLAP.toSeconds()))
                throw new InvalidValue("overlapSeconds", "must be 0 to " + LONGEST_OVERLAP.toSeconds());
            return webhooks.rotate(webhook, seconds == null ? overlap : Duration.ofSeconds(seconds))
                    .map(made -> WebhookView.Created.of(made, clock.instant()));
        });
    }
}
