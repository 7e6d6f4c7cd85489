package io.rookery.gateway.webhook;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint that is told what happens.
 *
 * @param sessions whose events it gets; empty for all of the tenant
 * @param disabledBecause a stable code, where it was not disabled by a caller
 * @param keys that sign, the newest last
 * @param headers names of what is sent beside the signature; their values are among the secrets
 * @param request hash of the name of the request that made it; null where that had none
 * @param since from when on it gets events, where Kafka has not kept how far it has come
 */
public record Webhook(
        WebhookId id,
        TenantId tenant,
        String url,
        Set<SessionId> sessions,
        EventFilter events,
        boolean enabled,
        @Nullable String disabledBecause,
        List<Key> keys,
        List<String> headers,
        Sealed secrets,
        Instant createdAt,
        @Nullable String request,
        Instant since) {

    public Webhook {
        sessions = Set.copyOf(sessions);
        keys = List.copyOf(keys);
        headers = List.copyOf(headers);
    }

    /**
     * A signing key, without its secret.
     *
     * @param expiresAt when it stops signing; null for the newest one
     */
    public record Key(
            String id, Instant createdAt, @Nullable Instant expiresAt) {
        boolean signsAt(Instant now) {
            return expiresAt == null || now.isBefore(expiresAt);
        }
    }

    /** A key for a few sessions may see and change what is about these sessions alone. */
    boolean belongsTo(Caller caller) {
        return tenant.equals(caller.tenant()) && isWithin(caller, sessions);
    }

    static boolean isWithin(Caller caller, Set<SessionId> sessions) {
        return caller.sessions().isEmpty()
                || (!sessions.isEmpty() && sessions.stream().allMatch(caller::covers));
    }

    Webhook disabled(Instant now, @Nullable String because) {
        return new Webhook(
                id, tenant, url, sessions, events, false, because, keys, headers, secrets, createdAt, request, now);
    }

    Webhook withKeys(List<Key> others, Sealed with) {
        return new Webhook(
                id,
                tenant,
                url,
                sessions,
                events,
                enabled,
                disabledBecause,
                others,
                headers,
                with,
                createdAt,
                request,
                since);
    }

    /** Without its URL, which may hold a secret. */
    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
