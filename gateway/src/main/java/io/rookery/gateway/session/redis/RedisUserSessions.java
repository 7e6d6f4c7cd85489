package io.rookery.gateway.session.redis;

import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.session.SessionView;
import io.rookery.gateway.session.UserSessions;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the index {@code rookery:user:<tenant>:<user>}, which the workers keep in step with the records. Writes nothing. */
final class RedisUserSessions implements UserSessions {
    private final RedisReactiveCommands<String, String> redis;
    private final RedisCalls calls;
    private final RedisSessionRecords records;

    RedisUserSessions(RedisCalls calls, RedisSessionRecords records) {
        this.redis = calls.commands();
        this.calls = calls;
        this.records = records;
    }

    @Override
    public Mono<List<SessionView>> of(TenantId tenant, String userId) {
        return calls.guarded(redis.smembers("rookery:user:" + tenant + ":" + userId)
                .filter(SessionId::isValid)
                .sort()
                .map(SessionId::new)
                .collectList()
                .flatMap(ids ->
                        ids.isEmpty() ? records.<List<SessionView>>missing().defaultIfEmpty(List.of()) : read(ids)));
    }

    private Mono<List<SessionView>> read(List<SessionId> ids) {
        return Flux.fromIterable(ids)
                .flatMapSequential(records::read, 64)
                .<SessionView>handle((found, sink) -> found.ifPresent(sink::next))
                .collectList();
    }
}
