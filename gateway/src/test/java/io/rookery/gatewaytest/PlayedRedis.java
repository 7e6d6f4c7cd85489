package io.rookery.gatewaytest;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.session.SessionRecords;
import io.rookery.gateway.session.SessionView;
import io.rookery.gateway.session.UserSessions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Session records in memory; can be away. */
final class PlayedRedis implements SessionRecords, UserSessions {
    private final ConcurrentSkipListMap<SessionId, SessionView> records = new ConcurrentSkipListMap<>();
    final Map<SessionId, Command.Start> started = new ConcurrentHashMap<>();
    volatile boolean away;

    void put(String session, SessionState state, Event.Desired desired) {
        put(TenantId.DEFAULT, session, state, desired);
    }

    void put(TenantId tenant, String session, SessionState state, Event.Desired desired) {
        put(tenant, session, state, desired, null, null, true);
    }

    void put(String session, SessionState state, Event.Desired desired, @Nullable String user) {
        put(session, state, desired, user, null, true);
    }

    void put(
            String session,
            SessionState state,
            Event.Desired desired,
            @Nullable String user,
            @Nullable String reason,
            boolean linked) {
        put(TenantId.DEFAULT, session, state, desired, user, reason, linked);
    }

    void put(
            TenantId tenant,
            String session,
            SessionState state,
            Event.Desired desired,
            @Nullable String user,
            @Nullable String reason,
            boolean linked) {
        records.put(
                new SessionId(session),
                new SessionView(
                        session,
                        state,
                        List.of(state),
                        desired,
                        reason,
                        null,
                        Health.HEALTHY,
                        List.of(),
                        linked ? new SessionView.Account("+491700000001", "Alice") : null,
                        tenant.value(),
                        user,
                        "worker-1",
                        1,
                        Instant.EPOCH));
    }

    @Override
    public Mono<SessionView> find(TenantId tenant, SessionId session) {
        return answer(Mono.fromSupplier(() -> records.get(session))
                .filter(view -> view.tenant().equals(tenant.value())));
    }

    @Override
    public Mono<Boolean> isForeign(TenantId tenant, SessionId session) {
        return answer(Mono.fromSupplier(() -> records.get(session))
                .map(view -> !view.tenant().equals(tenant.value()))
                .defaultIfEmpty(false));
    }

    @Override
    public Mono<Page> page(TenantId tenant, @Nullable SessionId after, int limit) {
        return answer(Mono.fromSupplier(() -> {
            var rest = after == null ? records : records.tailMap(after, false);
            List<SessionView> page = rest.values().stream()
                    .filter(view -> view.tenant().equals(tenant.value()))
                    .limit(limit)
                    .toList();
            return new Page(
                    page, page.isEmpty() ? null : new SessionId(page.getLast().sessionId()), page.size() == limit);
        }));
    }

    @Override
    public Mono<List<SessionView>> of(TenantId tenant, String userId) {
        return answer(Mono.fromSupplier(() -> records.values().stream()
                .filter(it -> it.tenant().equals(tenant.value()) && userId.equals(it.userId()))
                .toList()));
    }

    @Override
    public Mono<Command.Start> startOptions(SessionId session) {
        return answer(Mono.fromSupplier(() -> started.getOrDefault(session, new Command.Start(null))));
    }

    @Override
    public Mono<Boolean> isAvailable() {
        return Mono.fromSupplier(() -> !away);
    }

    void reset() {
        records.clear();
        started.clear();
        away = false;
    }

    private <T> Mono<T> answer(Mono<T> answer) {
        return Mono.defer(() -> away ? Mono.error(new RedisUnavailable(new IllegalStateException("played"))) : answer);
    }
}
