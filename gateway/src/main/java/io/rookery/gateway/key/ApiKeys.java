package io.rookery.gateway.key;

import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.CallerDirectory;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The keys of the configuration, parsed and held in memory. A key that is revoked anywhere stops here as soon as the change is read. */
final class ApiKeys implements CallerDirectory, KeyLimits, ConfigStore.Listener {
    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    /** Of no key; compared with where there is none, so that an unknown id takes as long as a wrong secret. */
    private static final String NOBODYS = "0".repeat(64);

    private static final Duration LONGEST = Duration.ofDays(1);

    private final InstantSource clock;
    private final Map<String, Held> keys = new ConcurrentHashMap<>();
    private final Sinks.Many<String> changed = Sinks.many().multicast().directBestEffort();

    private record Held(StoredKey key, long version) {}

    ApiKeys(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes what the store has, and follows it from then on. */
    void follow(ConfigStore store) {
        store.listen(ConfigKind.KEY, this);
        store.all(ConfigKind.KEY).forEach(entry -> {
            hold(entry);
            if (store.find(ConfigKind.KEY, entry.id()).isEmpty()) removed(entry.id());
        });
    }

    @Override
    public void written(ConfigEntry entry) {
        hold(entry);
        changed.tryEmitNext(entry.id());
    }

    @Override
    public void removed(String id) {
        keys.remove(id);
        changed.tryEmitNext(id);
    }

    private void hold(ConfigEntry entry) {
        try {
            Held next = new Held(StoredKey.parse(entry.json()), entry.version());
            keys.merge(entry.id(), next, (old, it) -> old.version() > it.version() ? old : it);
        } catch (IllegalArgumentException e) {
            keys.remove(entry.id());
            log.atWarn()
                    .addKeyValue("keyId", entry.id())
                    .log("a key of the configuration can't be read; it opens nothing");
        }
    }

    @Override
    public Optional<Caller> find(String secret) {
        return KeySecret.parse(secret).flatMap(this::caller);
    }

    private Optional<Caller> caller(KeySecret secret) {
        Held held = keys.get(secret.id());
        // An unknown id takes as long as a wrong secret.
        boolean opens = held == null ? secret.matches(NOBODYS) : held.key().opens(secret, clock.instant());
        return opens && held != null ? Optional.of(held.key().caller()) : Optional.empty();
    }

    @Override
    public Mono<Void> ended(Caller caller) {
        Flux<String> changes = changed.asFlux().filter(caller.keyId()::equals);
        return Mono.defer(() -> {
            Held held = keys.get(caller.keyId());
            Instant now = clock.instant();
            if (held == null || !held.key().isAlive(now)) return Mono.empty();
            Instant end = held.key().endsNext(now);
            Mono<?> runsOut = end == null ? Mono.never() : Mono.delay(sooner(Duration.between(now, end)));
            // Looked at again after the change is listened to: what came between is not missed.
            return Flux.merge(changes, runsOut, missed(caller.keyId(), held))
                    .next()
                    .then();
        });
    }

    /** Clocks are set, and nanoseconds run over after 292 years. */
    private static Duration sooner(Duration untilEnd) {
        return untilEnd.compareTo(LONGEST) < 0 ? untilEnd : LONGEST;
    }

    private Mono<String> missed(String id, Held seen) {
        return Mono.defer(() -> seen.equals(keys.get(id)) ? Mono.never() : Mono.just(id));
    }

    @Override
    public Optional<KeyLimit> limitOf(String keyId) {
        return get(keyId).map(StoredKey::limit);
    }

    Optional<StoredKey> get(String id) {
        return Optional.ofNullable(keys.get(id)).map(Held::key);
    }

    /** The oldest first. */
    List<StoredKey> all() {
        return sorted(keys.values());
    }

    private static List<StoredKey> sorted(Collection<Held> held) {
        return held.stream()
                .map(Held::key)
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }
}
