package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The records that the workers keep of the sessions. Errs with {@link RedisUnavailable} where they can't be read in time. */
public interface SessionRecords {

    /** @return empty where the tenant has no such record, whoever else may; {@link RedisUnavailable} where it may only be forgotten */
    Mono<SessionView> find(TenantId tenant, SessionId session);

    /** Whether another tenant has the record. */
    Mono<Boolean> isForeign(TenantId tenant, SessionId session);

    /**
     * One page of the tenant's records, ordered by session id.
     *
     * @param after the last session id of the page before; null for the first page
     */
    Mono<Page> page(TenantId tenant, @Nullable SessionId after, int limit);

    /** What the session was started with last; empty where there is no such record. It may hold the password of a proxy. */
    Mono<Command.Start> startOptions(SessionId session);

    /** Whether the store answers. */
    Mono<Boolean> isAvailable();

    /**
     * @param last the last session id that was looked at, null where there was none
     * @param more whether there may be another page
     */
    record Page(List<SessionView> sessions, @Nullable SessionId last, boolean more) {}

    /** The records can't be read now. */
    final class RedisUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RedisUnavailable(Throwable cause) {
            this("Redis does not answer", cause);
        }

        private RedisUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause, false, false);
        }

        /** It answers, but has lost its memory, which the workers rebuild now. */
        public static RedisUnavailable withoutMemory() {
            return new RedisUnavailable("Redis has lost its memory", null);
        }
    }
}
