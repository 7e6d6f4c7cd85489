package io.rookery.events;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way: {@code rookery.commands} holds these.
 *
 * @param source who asks, a URI reference such as {@code /gateway}
 * @param time when it was asked; a record without one counts from its timestamp in Kafka
 * @param expiresAt after this instant it is not carried out any more; null means {@link #DEFAULT_LIFETIME} after {@code time}
 * @param tenant null means {@link TenantId#DEFAULT}
 * @param traceparent W3C trace context
 */
public record CommandMessage(
        SessionId session,
        CommandId id,
        URI source,
        @Nullable Instant time,
        @Nullable Instant expiresAt,
        @Nullable TenantId tenant,
        @Nullable String traceparent,
        Command command) {
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(24);

    public static CommandMessage of(SessionId session, CommandId id, Instant time, Command command) {
        return new CommandMessage(session, id, URI.create("/rookery"), time, null, null, null, command);
    }

    public TenantId tenantOrDefault() {
        return tenant == null ? TenantId.DEFAULT : tenant;
    }

    /** @param recordTime the record's timestamp in Kafka, for a command that carries no time of its own */
    public Instant deadline(Instant recordTime) {
        if (expiresAt != null) return expiresAt;
        return (time == null ? recordTime : time).plus(DEFAULT_LIFETIME);
    }
}
