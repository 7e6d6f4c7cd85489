package io.rookery.gateway.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key as callers see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Key",
        description = "An API key. Its secret is told once, when it is made or rotated; what is kept is a hash")
record KeyView(
        @Schema(description = "Names the key in audit records; no secret", example = "k3v9x0m2c7b1q8zt")
        String id,

        @Schema(
                description =
                        "What to send as X-Api-Key or as a bearer token. Only in the answer to its making or rotation",
                example = "rk_k3v9x0m2c7b1q8zt_…")
        @Nullable String key,

        @Schema(example = "crm") String name,
        @Schema(example = "default") String tenant,

        @Schema(
                allowableValues = {"owner", "admin", "operator", "viewer"},
                example = "operator")
        String role,

        @Schema(description = "The permissions of the role", example = "[\"session:read\"]")
        List<String> permissions,

        @Schema(description = "The only sessions that it covers; empty for all of its tenant")
        List<String> sessions,

        Instant createdAt,

        @Schema(description = "The key that made it; missing for the first one") @Nullable String createdBy,

        @Schema(description = "From when on it opens nothing; missing for never") @Nullable Instant expiresAt,

        @Nullable Instant rotatedAt,

        @Schema(description = "How long the secret before is good, where it still is") @Nullable Instant previousUntil,

        @Nullable KeyLimit limit) {

    static KeyView of(StoredKey key, Instant now) {
        return of(key, null, now);
    }

    static KeyView of(NewKey made, Instant now) {
        KeySecret secret = made.secret();
        return of(made.key(), secret == null ? null : secret.text(), now);
    }

    private static KeyView of(StoredKey key, @Nullable String secret, Instant now) {
        StoredKey.Previous previous = key.previous();
        return new KeyView(
                key.id(),
                secret,
                key.name(),
                key.tenant(),
                key.role(),
                key.roleValue().permissions().stream()
                        .sorted()
                        .map(permission -> permission.word())
                        .toList(),
                key.sessions(),
                key.createdAt(),
                key.createdBy(),
                key.expiresAt(),
                key.rotatedAt(),
                previous == null || !now.isBefore(previous.until()) ? null : previous.until(),
                key.limit());
    }

    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }
}
