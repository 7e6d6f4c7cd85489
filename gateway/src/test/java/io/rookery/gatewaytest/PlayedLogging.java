package io.rookery.gatewaytest;

import io.rookery.events.SessionId;
import io.rookery.gateway.ops.SessionLogging;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Which sessions are logged in detail, in memory. */
final class PlayedLogging implements SessionLogging {
    final Map<SessionId, Duration> detailed = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> detailed(SessionId session, Duration time) {
        return Mono.fromRunnable(() -> detailed.put(session, time));
    }

    @Override
    public Mono<Void> ordinary(SessionId session) {
        return Mono.fromRunnable(() -> detailed.remove(session));
    }

    @Override
    public Mono<Duration> left(SessionId session) {
        return Mono.fromSupplier(() -> detailed.get(session));
    }
}
