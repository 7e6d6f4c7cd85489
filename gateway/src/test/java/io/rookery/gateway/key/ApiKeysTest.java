package io.rookery.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ApiKeysTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private Instant now = START;
    private long version;
    private final ApiKeys keys = new ApiKeys((InstantSource) () -> now);
    private final KeySecret secret = KeySecret.fresh();

    @Test
    void aKeyOpensWhatItIsFor() {
        write(key(null));
        assertThat(keys.find(secret.text()))
                .contains(new Caller(secret.id(), new TenantId("acme"), Role.OPERATOR, Set.of(new SessionId("alice"))));
        assertThat(keys.find(KeySecret.freshOf(secret.id()).text())).isEmpty();
        assertThat(keys.find(KeySecret.fresh().text())).isEmpty();
        assertThat(keys.find("something else")).isEmpty();
    }

    @Test
    void aKeyThatIsRevokedOrExpiredOpensNothing() {
        write(key(START.plusSeconds(10)));
        now = START.plusSeconds(9);
        assertThat(keys.find(secret.text())).isPresent();
        now = START.plusSeconds(10);
        assertThat(keys.find(secret.text())).isEmpty();
        write(key(null));
        keys.removed(secret.id());
        assertThat(keys.find(secret.text())).isEmpty();
    }

    @Test
    void aSecretThatWasRotatedAwayIsGoodForTheOverlapOnly() {
        StoredKey first = key(null);
        KeySecret second = KeySecret.freshOf(secret.id());
        KeySecret third = KeySecret.freshOf(secret.id());
        StoredKey rotated = first.rotated(second, now, Duration.ofSeconds(60));
        write(rotated);
        assertThat(keys.find(secret.text())).isPresent();
        assertThat(keys.find(second.text())).isPresent();
        now = START.plusSeconds(60);
        assertThat(keys.find(secret.text())).isEmpty();
        assertThat(keys.find(second.text())).isPresent();
        write(rotated.rotated(third, now, Duration.ZERO));
        assertThat(keys.find(second.text())).isEmpty();
        assertThat(keys.find(third.text())).isPresent();
    }

    @Test
    void whoFollowsAKeyIsToldItsEnd() {
        write(key(null));
        Caller caller = keys.find(secret.text()).orElseThrow();
        StepVerifier.create(keys.ended(caller))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .then(() -> keys.removed(secret.id()))
                .expectComplete()
                .verify(Duration.ofSeconds(5));
        StepVerifier.create(keys.ended(caller)).expectComplete().verify(Duration.ofSeconds(5));
        write(key(START.plusMillis(100)));
        StepVerifier.create(keys.ended(caller)).expectComplete().verify(Duration.ofSeconds(5));
    }

    @Test
    void whatCannotBeReadOpensNothing() {
        write(key(null));
        keys.written(new ConfigEntry(ConfigKind.KEY, secret.id(), "{\"role\":\"emperor\"}", ++version));
        assertThat(keys.find(secret.text())).isEmpty();
    }

    private void write(StoredKey key) {
        keys.written(new ConfigEntry(ConfigKind.KEY, key.id(), key.json(), ++version));
    }

    private StoredKey key(@Nullable Instant expiresAt) {
        return new StoredKey(
                secret.id(),
                "test",
                "acme",
                "operator",
                List.of("alice"),
                START,
                null,
                expiresAt,
                null,
                secret.sha256(),
                null,
                new KeyLimit(5, 10),
                null);
    }
}
