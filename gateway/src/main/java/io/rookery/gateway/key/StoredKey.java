package io.rookery.gateway.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key as it is kept: with the hash of its secret, never the secret.
 *
 * @param name what people call it; no secret
 * @param role as {@link Role#word()} has it
 * @param sessions the only ones that it covers; empty for all of its tenant
 * @param createdBy the id of the key that made it; null for the first one
 * @param expiresAt null for never
 * @param sha256 of the secret that counts
 * @param previous the secret before it, while both are good; null where there is none
 * @param limit its own rate; null for the cluster's
 * @param request hash of the name of the request that made it; null where that had none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredKey(
        String id,
        String name,
        String tenant,
        String role,
        List<String> sessions,
        Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant rotatedAt,
        String sha256,
        @Nullable Previous previous,
        @Nullable KeyLimit limit,
        @Nullable String request) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A secret that was rotated away, and until when it is still good. */
    record Previous(String sha256, Instant until) {}

    StoredKey {
        sessions = List.copyOf(sessions);
    }

    /** @throws IllegalArgumentException where it is no key of this version */
    static StoredKey parse(String json) {
        try {
            StoredKey key = JSON.readValue(json, StoredKey.class);
            key.caller(); // What it says must be a role, a tenant and sessions.
            return key;
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("no key", e);
        }
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    Caller caller() {
        return new Caller(id, tenantId(), roleValue(), scope());
    }

    TenantId tenantId() {
        return new TenantId(tenant);
    }

    Role roleValue() {
        return Role.of(role).orElseThrow(() -> new IllegalArgumentException("no role"));
    }

    Set<SessionId> scope() {
        return sessions.stream().map(SessionId::new).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it opens anything now, by either secret. */
    boolean isAlive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** Compares with both, so that the time does not tell which one it was. */
    boolean opens(KeySecret secret, Instant now) {
        boolean current = secret.matches(sha256);
        boolean before = previous != null && secret.matches(previous.sha256()) && now.isBefore(previous.until());
        return (current | before) && isAlive(now);
    }

    /** When one of its secrets ends next. */
    @Nullable Instant endsNext(Instant now) {
        if (previous == null || !now.isBefore(previous.until())) return expiresAt;
        return expiresAt == null || previous.until().isBefore(expiresAt) ? previous.until() : expiresAt;
    }

    /** Keeps an owner in: it never expires. */
    boolean isLastingOwner() {
        return expiresAt == null && roleValue() == Role.OWNER;
    }

    /** With another secret; the one of now stays good for the overlap, one from before it does not. */
    StoredKey rotated(KeySecret next, Instant now, Duration overlap) {
        Previous last = overlap.isZero() ? null : new Previous(sha256, now.plus(overlap));
        return new StoredKey(
                id,
                name,
                tenant,
                role,
                sessions,
                createdAt,
                createdBy,
                expiresAt,
                now,
                next.sha256(),
                last,
                limit,
                request);
    }

    @Override
    public String toString() {
        return "StoredKey[" + id + "]";
    }
}
