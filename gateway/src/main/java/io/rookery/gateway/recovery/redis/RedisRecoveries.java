package io.rookery.gateway.recovery.redis;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.events.CommandId;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.recovery.Recoveries;
import io.rookery.gateway.recovery.Recovery;
import io.rookery.gateway.session.redis.RedisCalls;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Keeps {@code rookery:recovery:<tenant>:<id>} as JSON; reads {@code rookery:answered:<session>}, which the workers keep. */
final class RedisRecoveries implements Recoveries {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SetArgs ONCE = SetArgs.Builder.nx().px(KEPT.toMillis());
    private static final int AT_ONCE = 64;

    private final RedisReactiveCommands<String, String> redis;
    private final RedisCalls calls;

    RedisRecoveries(RedisCalls calls) {
        this.redis = calls.commands();
        this.calls = calls;
    }

    @Override
    public Mono<Recovery> keep(TenantId tenant, Recovery recovery) {
        return calls.guarded(redis.set(key(tenant, recovery.id()), JSON.writeValueAsString(recovery), ONCE))
                .map(ok -> recovery)
                .switchIfEmpty(Mono.defer(() -> find(tenant, recovery.id())));
    }

    @Override
    public Mono<Recovery> find(TenantId tenant, String id) {
        return calls.guarded(redis.get(key(tenant, id)).map(json -> JSON.readValue(json, Recovery.class)));
    }

    @Override
    public Mono<Set<SessionId>> answered(CommandId command, Collection<SessionId> sessions) {
        return calls.guarded(Flux.fromIterable(sessions)
                .flatMap(
                        session -> redis.zscore("rookery:answered:" + session, command.value())
                                .map(at -> session),
                        AT_ONCE)
                .collect(Collectors.toSet()));
    }

    private static String key(TenantId tenant, String id) {
        return "rookery:recovery:" + tenant + ":" + id;
    }
}
