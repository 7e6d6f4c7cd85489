package io.rookery.gateway.recovery;

import io.rookery.events.CommandId;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Recoveries as every gateway finds them. Errs with {@link io.rookery.gateway.session.SessionRecords.RedisUnavailable} where that can't be had in time. */
public interface Recoveries {
    Duration KEPT = Duration.ofDays(1);

    /** Writes a recovery down, for a day. @return what is written down under its id: this one, or the one that was there before */
    Mono<Recovery> keep(TenantId tenant, Recovery recovery);

    /** Empty where there is none, or no more. */
    Mono<Recovery> find(TenantId tenant, String id);

    /** For which of the sessions the command has its outcome, whoever has read that. */
    Mono<Set<SessionId>> answered(CommandId command, Collection<SessionId> sessions);
}
