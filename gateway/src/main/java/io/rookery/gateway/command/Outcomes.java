package io.rookery.gateway.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rookery.events.CommandId;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.event.EventListener;
import io.rookery.gateway.event.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The outcomes that were read lately, and who waits for one. The first effective outcome of a command is the outcome; later ones change
 * nothing. Bounded in number and time; safe for use by many threads.
 */
public final class Outcomes implements EventListener {
    private final Cache<CommandKey, CommandState> known;
    /** For callers that know the command only: where their tenant's id was seen last. */
    private final Cache<OwnId, SessionId> sessions;

    private final Map<CommandKey, Set<Sinks.One<CommandState>>> waiting = new ConcurrentHashMap<>();

    private record OwnId(TenantId tenant, CommandId id) {
        static OwnId of(CommandKey key) {
            return new OwnId(key.tenant(), key.id());
        }
    }

    public Outcomes(int commands, Duration keptFor) {
        this.known = Caffeine.newBuilder()
                .maximumSize(commands)
                .expireAfterWrite(keptFor)
                .executor(Runnable::run)
                .build();
        this.sessions = Caffeine.newBuilder()
                .maximumSize(commands)
                .expireAfterWrite(keptFor)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void on(SessionEvent event) {
        CommandId id = event.message().commandId();
        if (id == null || !(event.message().event() instanceof Event.Outcome outcome)) return;
        CommandKey key = new CommandKey(event.tenant(), event.session(), id);
        CommandState told = CommandState.of(key, event.message(), outcome);
        sessions.put(OwnId.of(key), event.session());
        CommandState first =
                known.asMap().merge(key, told, (old, next) -> old.status() == CommandState.Status.PENDING ? next : old);
        Set<Sinks.One<CommandState>> waiters = waiting.remove(key);
        if (waiters != null && first != null) waiters.forEach(waiter -> waiter.tryEmitValue(first));
    }

    /** Remembers a command that was taken, until its outcome comes. */
    void taken(CommandKey key, String type, Instant now) {
        sessions.put(OwnId.of(key), key.session());
        known.asMap().putIfAbsent(key, CommandState.pending(key, type, now));
    }

    Optional<CommandState> find(CommandKey key) {
        return Optional.ofNullable(known.getIfPresent(key));
    }

    /** @param session null where the caller does not know it; then the session counts that used this id last */
    Optional<CommandState> find(TenantId tenant, CommandId id, @Nullable SessionId session) {
        SessionId known = session == null ? sessions.getIfPresent(new OwnId(tenant, id)) : session;
        return known == null ? Optional.empty() : find(new CommandKey(tenant, known, id));
    }

    Optional<CommandState> outcome(CommandKey key) {
        return find(key).filter(state -> state.status() != CommandState.Status.PENDING);
    }

    /** Begins to wait now, so that nothing is missed; the outcome, or empty where none came in time. */
    Waiting expect(CommandKey key) {
        return new Waiting(key);
    }

    int waiting() {
        return waiting.size();
    }

    /** One caller's wait; must be closed. */
    final class Waiting implements AutoCloseable {
        private final CommandKey key;
        private final Sinks.One<CommandState> sink = Sinks.one();

        private Waiting(CommandKey key) {
            this.key = key;
            waiting.compute(key, (ignored, present) -> {
                Set<Sinks.One<CommandState>> all = present == null ? ConcurrentHashMap.newKeySet() : present;
                all.add(sink);
                return all;
            });
            outcome(key).ifPresent(sink::tryEmitValue);
        }

        Mono<CommandState> within(Duration time) {
            return sink.asMono().timeout(time, Mono.empty());
        }

        @Override
        public void close() {
            waiting.computeIfPresent(key, (ignored, present) -> {
                present.remove(sink);
                return present.isEmpty() ? null : present;
            });
        }
    }
}
