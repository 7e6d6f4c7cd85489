package io.rookery.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.gateway.access.Role;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.startup.StartupFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class FirstKeyTest {
    private static final InstantSource CLOCK = () -> Instant.EPOCH;
    private final List<String> printed = new ArrayList<>();

    @Test
    void aClusterWithoutKeysGetsOneThatIsToldOnce() {
        var store = new Table();
        new FirstKey(store, CLOCK, printed::add).afterSingletonsInstantiated();
        assertThat(printed).hasSize(1);
        ApiKeys keys = new ApiKeys(CLOCK);
        keys.follow(store);
        String secret = printed.getFirst().replaceFirst(".*: ", "");
        assertThat(keys.find(secret))
                .hasValueSatisfying(caller -> assertThat(caller.role()).isEqualTo(Role.OWNER));
        assertThat(store.entries.values()).noneMatch(entry -> entry.json().contains(secret));
        new FirstKey(store, CLOCK, printed::add).afterSingletonsInstantiated();
        assertThat(printed).hasSize(1);
        assertThat(store.entries).hasSize(1);
    }

    @Test
    void ofTwoThatStartAtOnceTheFirstCounts() {
        var store = new Table();
        // The other gateway's write comes between this one's look and its write.
        store.before = () -> store.write("another", "{}");
        new FirstKey(store, CLOCK, printed::add).afterSingletonsInstantiated();
        assertThat(printed).isEmpty();
        assertThat(store.entries.keySet()).containsExactly("another");
    }

    @Test
    void withoutKafkaThereIsNoStart() {
        var store = new Table();
        store.before = () -> {
            throw new ConfigStore.ConfigUnavailable("played");
        };
        assertThatThrownBy(() -> new FirstKey(store, CLOCK, printed::add).afterSingletonsInstantiated())
                .isInstanceOf(StartupFailure.class);
        assertThat(printed).isEmpty();
    }

    /** Keys in memory. */
    private static final class Table implements ConfigStore {
        final Map<String, ConfigEntry> entries = new LinkedHashMap<>();
        Runnable before = () -> {};
        private long version;

        void write(String id, String json) {
            entries.put(id, new ConfigEntry(ConfigKind.KEY, id, json, ++version));
        }

        @Override
        public Optional<ConfigEntry> find(ConfigKind kind, String id) {
            return Optional.ofNullable(entries.get(id));
        }

        @Override
        public Collection<ConfigEntry> all(ConfigKind kind) {
            return List.copyOf(entries.values());
        }

        @Override
        public Mono<ConfigEntry> put(ConfigKind kind, String id, String json) {
            return Mono.fromSupplier(() -> {
                before.run();
                write(id, json);
                return entries.get(id);
            });
        }

        @Override
        public Mono<Void> remove(ConfigKind kind, String id) {
            return Mono.fromRunnable(() -> entries.remove(id));
        }

        @Override
        public void listen(ConfigKind kind, Listener listener) {}
    }
}
