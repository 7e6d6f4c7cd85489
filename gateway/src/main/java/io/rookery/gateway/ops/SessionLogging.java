package io.rookery.gateway.ops;

import io.rookery.events.SessionId;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Which sessions their workers log in detail, and for how long. Errs with {@link io.rookery.gateway.session.SessionRecords.RedisUnavailable} where Redis does not answer in time. */
public interface SessionLogging {

    /** For this long, counted from now. */
    Mono<Void> detailed(SessionId session, Duration time);

    /** No more. */
    Mono<Void> ordinary(SessionId session);

    /** For how long still; empty where it is logged as usual. */
    Mono<Duration> left(SessionId session);
}
