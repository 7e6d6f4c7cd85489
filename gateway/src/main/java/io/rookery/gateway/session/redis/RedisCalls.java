package io.rookery.gateway.session.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.gateway.session.SessionRecords.RedisUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The one connection to Redis, and how long anybody waits for it. Safe for use by many threads. */
public final class RedisCalls {
    private static final Logger log = LoggerFactory.getLogger(RedisCalls.class);
    private static final TimeoutException HANGING = new TimeoutException("no answer to an earlier question");

    private final RedisReactiveCommands<String, String> commands;
    private final Duration timeout;
    private final AtomicBoolean answering = new AtomicBoolean(true);
    private final TryAgain tryAgain;

    /** @param nanos a monotonic clock */
    public RedisCalls(RedisReactiveCommands<String, String> commands, Duration timeout, LongSupplier nanos) {
        this.commands = commands;
        this.timeout = timeout;
        this.tryAgain = new TryAgain(nanos);
    }

    public RedisReactiveCommands<String, String> commands() {
        return commands;
    }

    /** The answer; errs with {@link RedisUnavailable} where it does not come in time, and at once where Redis is known to hang. */
    public <T> Mono<T> guarded(Mono<T> answer) {
        return Mono.defer(() -> tryAgain.mayTry() ? answer.timeout(timeout) : Mono.error(HANGING))
                .doOnSuccess(ignored -> answers(true))
                .doOnError(error -> error instanceof TimeoutException && error != HANGING, error -> tryAgain.timedOut())
                .onErrorMap(RedisCalls::isAbsence, error -> {
                    answers(false);
                    return new RedisUnavailable(error);
                });
    }

    /** A connection that breaks under a question errs with what the network said. */
    private static boolean isAbsence(Throwable error) {
        return error instanceof RedisException || error instanceof TimeoutException || error instanceof IOException;
    }

    private void answers(boolean now) {
        if (now) tryAgain.answered();
        if (answering.getAndSet(now) != now)
            log.atWarn().addKeyValue("answers", now).log("whether Redis answers has changed");
    }
}
