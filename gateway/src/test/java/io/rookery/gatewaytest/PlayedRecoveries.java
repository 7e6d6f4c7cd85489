package io.rookery.gatewaytest;

import io.rookery.events.CommandId;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.recovery.Recoveries;
import io.rookery.gateway.recovery.Recovery;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Recoveries in memory, and which commands are answered. */
final class PlayedRecoveries implements Recoveries {
    private final Map<String, Recovery> kept = new ConcurrentHashMap<>();
    final Set<String> answered = ConcurrentHashMap.newKeySet();

    @Override
    public Mono<Recovery> keep(TenantId tenant, Recovery recovery) {
        return Mono.fromSupplier(() -> {
            Recovery before = kept.putIfAbsent(tenant + "/" + recovery.id(), recovery);
            return before == null ? recovery : before;
        });
    }

    @Override
    public Mono<Recovery> find(TenantId tenant, String id) {
        return Mono.fromSupplier(() -> kept.get(tenant + "/" + id));
    }

    @Override
    public Mono<Set<SessionId>> answered(CommandId command, Collection<SessionId> sessions) {
        return Mono.fromSupplier(() -> sessions.stream()
                .filter(session -> answered.contains(session + "/" + command))
                .collect(Collectors.toSet()));
    }

    void reset() {
        kept.clear();
        answered.clear();
    }
}
