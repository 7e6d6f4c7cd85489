package io.rookery.gateway.ops.redis;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.events.SessionId;
import io.rookery.events.redis.OrderKeys;
import io.rookery.gateway.ops.SessionLogging;
import io.rookery.gateway.session.redis.RedisCalls;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Writes {@link OrderKeys#logging}: the key's life is the time. Its owner is told at once; a later one finds it. */
final class RedisSessionLogging implements SessionLogging {
    private final RedisReactiveCommands<String, String> redis;
    private final RedisCalls calls;

    RedisSessionLogging(RedisCalls calls) {
        this.redis = calls.commands();
        this.calls = calls;
    }

    @Override
    public Mono<Void> detailed(SessionId session, Duration time) {
        var forThatLong = SetArgs.Builder.px(time.toMillis());
        return calls.guarded(redis.set(OrderKeys.logging(session), OrderKeys.DEBUG, forThatLong)
                .then(signal(session)));
    }

    @Override
    public Mono<Void> ordinary(SessionId session) {
        return calls.guarded(redis.del(OrderKeys.logging(session)).then(signal(session)));
    }

    @Override
    public Mono<Duration> left(SessionId session) {
        return calls.guarded(redis.pttl(OrderKeys.logging(session))
                .filter(millis -> millis > 0)
                .map(Duration::ofMillis));
    }

    private Mono<Void> signal(SessionId session) {
        return redis.hget("rookery:session:" + session, "owner")
                .map(owner -> owner.split("/", 2)[0])
                .filter(worker -> !worker.isEmpty())
                .flatMap(worker -> redis.publish(OrderKeys.CHANNEL, worker))
                .then();
    }
}
