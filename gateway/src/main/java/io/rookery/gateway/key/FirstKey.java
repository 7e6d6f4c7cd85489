package io.rookery.gateway.key;

import io.rookery.events.TenantId;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.startup.StartupFailure;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The first owner's key: a cluster that has no key yet makes one at its first start and says it once, before it serves anybody. Of several gateways that start at once each writes one; the topic's
 * order says whose was first, the others take theirs back and say nothing.
 */
final class FirstKey implements SmartInitializingSingleton {
    private final ConfigStore store;
    private final InstantSource clock;
    private final Consumer<String> print;

    /** @param print tells the operator; no log, because logs are kept and sent elsewhere */
    FirstKey(ConfigStore store, InstantSource clock, Consumer<String> print) {
        this.store = store;
        this.clock = clock;
        this.print = print;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!store.all(ConfigKind.KEY).isEmpty()) return;
        KeySecret secret = KeySecret.fresh();
        try {
            make(secret);
        } catch (ConfigStore.ConfigUnavailable e) {
            throw new StartupFailure("Kafka did not take the first owner's key (" + e.getMessage() + ")");
        }
    }

    private void make(KeySecret secret) {
        var key = new StoredKey(
                secret.id(),
                "first owner",
                TenantId.DEFAULT.value(),
                Role.OWNER.word(),
                List.of(),
                clock.instant(),
                null,
                null,
                null,
                secret.sha256(),
                null,
                null,
                null);
        store.put(ConfigKind.KEY, key.id(), key.json()).block();
        // A write is answered when this gateway has read it, so all that stands before it is known now.
        boolean first = store.all(ConfigKind.KEY).stream()
                .min(Comparator.comparingLong(ConfigEntry::version))
                .filter(entry -> entry.id().equals(key.id()))
                .isPresent();
        if (first) print.accept("rookery-gateway: the first owner's key, told this once: " + secret.text());
        else store.remove(ConfigKind.KEY, key.id()).block();
    }
}
