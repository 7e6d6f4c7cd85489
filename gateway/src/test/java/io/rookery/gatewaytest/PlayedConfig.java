package io.rookery.gatewaytest;

import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** What is configured at run time, in memory; can be away. */
final class PlayedConfig implements ConfigStore {
    private final Map<ConfigKind, Map<String, ConfigEntry>> entries = new EnumMap<>(ConfigKind.class);
    private final Map<ConfigKind, List<Listener>> listeners = new EnumMap<>(ConfigKind.class);
    private long version;
    volatile boolean away;

    PlayedConfig() {
        for (ConfigKind kind : ConfigKind.values()) {
            entries.put(kind, new ConcurrentHashMap<>());
            listeners.put(kind, new CopyOnWriteArrayList<>());
        }
    }

    @Override
    public Optional<ConfigEntry> find(ConfigKind kind, String id) {
        return Optional.ofNullable(of(kind).get(id));
    }

    @Override
    public Collection<ConfigEntry> all(ConfigKind kind) {
        return of(kind).values().stream()
                .sorted(Comparator.comparingLong(ConfigEntry::version))
                .toList();
    }

    @Override
    public Mono<ConfigEntry> put(ConfigKind kind, String id, String json) {
        return write(() -> {
            ConfigEntry entry = new ConfigEntry(kind, id, json, ++version);
            of(kind).put(id, entry);
            told(kind).forEach(listener -> listener.written(entry));
            return entry;
        });
    }

    @Override
    public Mono<Void> remove(ConfigKind kind, String id) {
        return write(() -> {
                    if (of(kind).remove(id) != null) told(kind).forEach(listener -> listener.removed(id));
                    return id;
                })
                .then();
    }

    @Override
    public void listen(ConfigKind kind, Listener listener) {
        told(kind).add(listener);
    }

    /** Forgets all, and tells it. */
    void reset() {
        away = false;
        for (ConfigKind kind : ConfigKind.values())
            List.copyOf(of(kind).keySet()).forEach(id -> remove(kind, id).block());
    }

    private <T> Mono<T> write(java.util.function.Supplier<T> change) {
        return Mono.defer(() -> {
            if (away) return Mono.error(new ConfigUnavailable("played"));
            synchronized (this) {
                return Mono.just(change.get());
            }
        });
    }

    private Map<String, ConfigEntry> of(ConfigKind kind) {
        return entries.getOrDefault(kind, Map.of());
    }

    private List<Listener> told(ConfigKind kind) {
        return listeners.getOrDefault(kind, List.of());
    }
}
