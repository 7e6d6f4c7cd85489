package io.rookery.gateway.key;

import io.rookery.events.TenantId;
import io.rookery.gateway.access.Audited;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.config.RequestHash;
import io.rookery.gateway.description.Body;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** API keys. */
@RestController
@RequestMapping(path = "/v1/keys", produces = "application/json")
@Tag(name = "Keys")
class KeyController {
    private final KeyManager keys;
    private final InstantSource clock;

    KeyController(KeyManager keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Schema(name = "Keys")
    record KeyList(List<KeyView> keys) {}

    @Audited
    @Requires(Permission.KEY_READ)
    @GetMapping
    @Operation(
            summary = "List keys",
            description =
                    "Those of the own tenant, without their secrets, the oldest first. A key in a file of the gateway is not listed.")
    @ApiResponse(responseCode = "200", description = "The keys")
    Mono<ResponseEntity<KeyList>> list(
            @RequestParam(required = false)
                    @Parameter(description = "Another tenant; empty for whoever does not manage the cluster")
                    @Nullable String tenant) {
        return Caller.current().map(caller -> {
            List<StoredKey> found = keys.list(caller, tenant == null ? null : new TenantId(tenant));
            return uncached(HttpStatus.OK)
                    .body(new KeyList(found.stream()
                            .map(key -> KeyView.of(key, clock.instant()))
                            .toList()));
        });
    }

    @Audited
    @Requires(Permission.KEY_READ)
    @GetMapping("/{keyId}")
    @Operation(summary = "Look at a key", description = "What it is and may, without its secret.")
    @ApiResponse(responseCode = "200", description = "The key")
    @ApiResponse(responseCode = "404", description = "KEY_NOT_FOUND", content = @Content)
    Mono<ResponseEntity<KeyView>> get(@PathVariable String keyId) {
        return Caller.current()
                .map(caller -> uncached(HttpStatus.OK).body(KeyView.of(keys.get(caller, keyId), clock.instant())));
    }

    @Requires(Permission.KEY_MANAGE)
    @PostMapping(consumes = "application/json")
    @Body(as = KeyBody.CreateKey.class)
    @Operation(
            summary = "Make a key",
            description =
                    "The answer has its secret in key, this once. A key may no more than the one that makes it: its role, its sessions, its tenant.")
    @ApiResponse(responseCode = "201", description = "The key, with its secret")
    @ApiResponse(
            responseCode = "200",
            description =
                    "The key that an earlier request with this Idempotency-Key has made, without its secret: that was told then. Where that answer got lost, rotate it")
    @ApiResponse(
            responseCode = "409",
            description =
                    "TOO_MANY_KEYS: the tenant has 1,000. IDEMPOTENCY_KEY_REUSED: an earlier request of this name has made another key",
            content = @Content)
    @ApiResponse(responseCode = "503", description = "KAFKA_UNAVAILABLE", content = @Content)
    Mono<ResponseEntity<KeyView>> create(
            @RequestHeader(name = RequestHash.HEADER, required = false)
                    @Parameter(
                            description =
                                    "Names the request, 1 to 128 visible ASCII characters: a repeat of the same key's makes nothing more")
                    @Nullable String idempotencyKey,
            @RequestBody(required = false) byte @Nullable [] body) {
        return changing(caller -> keys.create(
                        caller, KeyBody.wish(body, clock.instant()), RequestHash.of(caller.keyId(), idempotencyKey)))
                .map(made -> uncached(made.secret() == null ? HttpStatus.OK : HttpStatus.CREATED)
                        .location(URI.create("/v1/keys/" + made.key().id()))
                        .body(KeyView.of(made, clock.instant())));
    }

    @Requires(Permission.KEY_MANAGE)
    @PostMapping("/{keyId}/rotate")
    @Body(as = KeyBody.RotateKey.class, required = false)
    @Operation(
            summary = "Give a key another secret",
            description =
                    "The answer has the new secret in key, this once; id, role and all else stay. The secret of now stays good for overlapSeconds, so that its holders can be changed one after the other; "
                            + "one from before it ends now. Open streams of the key end and may come back.")
    @ApiResponse(responseCode = "200", description = "The key, with its new secret")
    @ApiResponse(responseCode = "404", description = "KEY_NOT_FOUND", content = @Content)
    @ApiResponse(responseCode = "503", description = "KAFKA_UNAVAILABLE", content = @Content)
    Mono<ResponseEntity<KeyView>> rotate(
            @PathVariable String keyId, @RequestBody(required = false) byte @Nullable [] body) {
        return changing(caller -> keys.rotate(caller, keyId, KeyBody.overlap(body)))
                .map(made -> uncached(HttpStatus.OK).body(KeyView.of(made, clock.instant())));
    }

    @Requires(Permission.KEY_MANAGE)
    @DeleteMapping("/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Revoke a key",
            description =
                    "It opens nothing any more: at once here, and at the other gateways as soon as they have read it. Its open streams end.")
    @ApiResponse(responseCode = "204", description = "It is gone", content = @Content)
    @ApiResponse(responseCode = "404", description = "KEY_NOT_FOUND", content = @Content)
    @ApiResponse(
            responseCode = "409",
            description = "LAST_OWNER_KEY: no other owner's key that never expires is left",
            content = @Content)
    @ApiResponse(responseCode = "503", description = "KAFKA_UNAVAILABLE", content = @Content)
    Mono<Void> remove(@PathVariable String keyId) {
        return changing(caller -> keys.remove(caller, keyId));
    }

    private static <T> Mono<T> changing(Function<Caller, Mono<T>> change) {
        return Caller.current().flatMap(change);
    }

    private static ResponseEntity.BodyBuilder uncached(HttpStatus status) {
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore());
    }
}
