package io.rookery.gatewaytest;

import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.gateway.config.ConfigTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What is configured at run time, in memory; can be away. */
final class PlayedConfig implements ConfigStore {
    private final ConfigTable table = new ConfigTable();
    private long version;
    volatile boolean away;

    @Override
    public Optional<ConfigEntry> find(ConfigKind kind, String id) {
        return table.find(kind, id);
    }

    @Override
    public Collection<ConfigEntry> all(ConfigKind kind) {
        return table.all(kind);
    }

    @Override
    public Mono<ConfigEntry> put(ConfigKind kind, String id, String json) {
        return change(() -> {
                    ConfigEntry entry = new ConfigEntry(kind, id, json, ++version);
                    table.written(entry);
                })
                .then(Mono.fromSupplier(() -> table.find(kind, id).orElseThrow()));
    }

    @Override
    public Mono<Void> remove(ConfigKind kind, String id) {
        return change(() -> table.removed(kind, id));
    }

    @Override
    public void listen(ConfigKind kind, Listener listener) {
        table.listen(kind, listener);
    }

    /** Forgets all, and tells it. */
    void reset() {
        away = false;
        for (ConfigKind kind : ConfigKind.values())
            List.copyOf(table.all(kind)).forEach(entry -> table.removed(kind, entry.id()));
    }

    private Mono<Void> change(Runnable change) {
        return Mono.defer(() -> {
            if (away) return Mono.error(new ConfigUnavailable("played"));
            synchronized (this) {
                change.run();
            }
            return Mono.empty();
        });
    }
}
