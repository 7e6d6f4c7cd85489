package io.rookery.events;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way. What identifies it is (source, id): a repeat is the same event.
 *
 * @param epoch of the owner that says it; null for events of admission, which owns nothing
 * @param seq counts the events of a session and epoch over all topics, from 1; null for events of admission
 * @param worker who says it
 * @param commandId the command that caused it
 * @param metadata of the session's start; null where there is none, or whoever says it does not know it: admission, and an owner's fence
 */
public record EventMessage(
        SessionId session,
        String id,
        Instant time,
        @Nullable TenantId tenant,
        @Nullable Epoch epoch,
        @Nullable Integer seq,
        @Nullable WorkerId worker,
        @Nullable CommandId commandId,
        @Nullable String traceparent,
        @Nullable Map<String, String> metadata,
        Event event) {

    public EventMessage(
            SessionId session,
            String id,
            Instant time,
            @Nullable TenantId tenant,
            @Nullable Epoch epoch,
            @Nullable Integer seq,
            @Nullable WorkerId worker,
            @Nullable CommandId commandId,
            @Nullable String traceparent,
            Event event) {
        this(session, id, time, tenant, epoch, seq, worker, commandId, traceparent, null, event);
    }

    /** The CloudEvent {@code source} of everything that a session tells. */
    public static URI source(SessionId session) {
        return URI.create("/rookery/sessions/" + session);
    }

    public TenantId tenantOrDefault() {
        return tenant == null ? TenantId.DEFAULT : tenant;
    }
}
