package io.rookery.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.gateway.config.ConfigTable;
import io.rookery.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A cluster can't be left without an owner. */
class KeyManagerTest {
    private static final InstantSource CLOCK = () -> Instant.EPOCH;
    private static final Caller OWNER = new Caller("first", TenantId.DEFAULT, Role.OWNER, Set.of());

    private final Store store = new Store();
    private final ApiKeys keys = new ApiKeys(CLOCK);
    private final KeyManager manager = new KeyManager(keys, store, CLOCK, false);

    @BeforeEach
    void firstOwner() {
        keys.follow(store);
        owner("first", null);
    }

    @Test
    void theLastOwnerStays() {
        owner("expiring", Instant.EPOCH.plusSeconds(1_000));
        refused(() -> manager.remove(OWNER, "first").block());
        owner("second", null);
        manager.remove(OWNER, "expiring").block();
        manager.remove(OWNER, "first").block();
        assertThat(keys.all()).extracting(StoredKey::id).containsExactly("second");
        refused(() -> manager.remove(OWNER, "second").block());
    }

    @Test
    void ofTwoThatAreRemovedAtOnceOneStays() {
        owner("second", null);
        store.beforeRemoval = () -> store.table.removed(ConfigKind.KEY, "second");
        refused(() -> manager.remove(OWNER, "first").block());
        assertThat(keys.all()).extracting(StoredKey::id).containsExactly("first");
    }

    @Test
    void withAKeyInAFileNoneIsTheLast() {
        new KeyManager(keys, store, CLOCK, true).remove(OWNER, "first").block();
        assertThat(keys.all()).isEmpty();
    }

    @Test
    void aTenantHasSoManyKeysAndNoMore() {
        for (int number = 0; number < KeyManager.MOST_KEYS - 1; number++) owner("k" + number, null);
        var wish = KeyBody.wish("{\"name\":\"x\",\"role\":\"viewer\"}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        assertThatThrownBy(() -> manager.create(OWNER, wish, null).block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo("TOO_MANY_KEYS"));
        var elsewhere = KeyBody.wish(
                "{\"name\":\"x\",\"role\":\"viewer\",\"tenant\":\"acme\"}".getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);
        assertThat(manager.create(OWNER, elsewhere, null).block()).isNotNull();
    }

    @Test
    void ofTwoRequestsOfTheSameNameAtOnceTheFirstCounts() {
        var wish = KeyBody.wish("{\"name\":\"x\",\"role\":\"viewer\"}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        NewKey[] other = new NewKey[1];
        store.beforePut =
                () -> other[0] = manager.create(OWNER, wish, "request").block();
        NewKey late = manager.create(OWNER, wish, "request").block();
        assertThat(other[0].secret()).isNotNull();
        assertThat(late).isNotNull();
        assertThat(late.key().id()).isEqualTo(other[0].key().id());
        assertThat(late.secret()).isNull();
        assertThat(keys.all()).extracting(StoredKey::name).containsExactlyInAnyOrder("first", "x");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable removal) {
        assertThatThrownBy(removal)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo("LAST_OWNER_KEY"));
    }

    private void owner(String id, @Nullable Instant expiresAt) {
        var key = new StoredKey(
                id, id, "default", "owner", List.of(), Instant.EPOCH, null, expiresAt, null, "0", null, null, null);
        store.put(ConfigKind.KEY, id, key.json()).block();
    }

    /** As the topic has it: a change is answered when it has been read. */
    private static final class Store implements ConfigStore {
        final ConfigTable table = new ConfigTable();
        Runnable beforeRemoval = () -> {};
        Runnable beforePut = () -> {};
        private long version;

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
            return Mono.fromSupplier(() -> {
                Runnable before = beforePut;
                beforePut = () -> {};
                before.run();
                ConfigEntry entry = new ConfigEntry(kind, id, json, ++version);
                table.written(entry);
                return entry;
            });
        }

        @Override
        public Mono<Void> remove(ConfigKind kind, String id) {
            return Mono.fromRunnable(() -> {
                beforeRemoval.run();
                table.removed(kind, id);
            });
        }

        @Override
        public void listen(ConfigKind kind, Listener listener) {
            table.listen(kind, listener);
        }
    }
}
