package io.rookery.gateway.session;

import io.rookery.events.TenantId;
import java.util.List;
import reactor.core.publisher.Mono;

/** The sessions of a user, by the records that the workers keep. */
@FunctionalInterface
public interface UserSessions {

    /** Ordered by id, the stopped ones, too; not the destroyed ones. Errs with {@link SessionRecords.RedisUnavailable} where they can't be read in time. */
    Mono<List<SessionView>> of(TenantId tenant, String userId);
}
