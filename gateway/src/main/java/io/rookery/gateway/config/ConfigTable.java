package io.rookery.gateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the topic says, in memory. One thread changes it; any may read. */
public final class ConfigTable {
    private final Map<ConfigKind, Map<String, ConfigEntry>> entries = new EnumMap<>(ConfigKind.class);
    private final Map<ConfigKind, List<ConfigStore.Listener>> listeners = new EnumMap<>(ConfigKind.class);

    public ConfigTable() {
        for (ConfigKind kind : ConfigKind.values()) {
            entries.put(kind, new ConcurrentHashMap<>());
            listeners.put(kind, new CopyOnWriteArrayList<>());
        }
    }

    public Optional<ConfigEntry> find(ConfigKind kind, String id) {
        return Optional.ofNullable(of(kind).get(id));
    }

    /** In the order in which they were written last. */
    public Collection<ConfigEntry> all(ConfigKind kind) {
        return of(kind).values().stream()
                .sorted(Comparator.comparingLong(ConfigEntry::version))
                .toList();
    }

    public void listen(ConfigKind kind, ConfigStore.Listener listener) {
        listenersOf(kind).add(listener);
    }

    public void written(ConfigEntry entry) {
        of(entry.kind()).put(entry.id(), entry);
        listenersOf(entry.kind()).forEach(listener -> listener.written(entry));
    }

    public void removed(ConfigKind kind, String id) {
        if (of(kind).remove(id) != null) listenersOf(kind).forEach(listener -> listener.removed(id));
    }

    private Map<String, ConfigEntry> of(ConfigKind kind) {
        return entries.getOrDefault(kind, Map.of());
    }

    private List<ConfigStore.Listener> listenersOf(ConfigKind kind) {
        return listeners.getOrDefault(kind, List.of());
    }
}
