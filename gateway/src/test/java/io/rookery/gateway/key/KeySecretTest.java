package io.rookery.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretTest {

    @Test
    void aSecretIsKnownByItsHashAndItsId() {
        KeySecret secret = KeySecret.fresh();
        assertThat(secret.text()).matches("rk_[a-z0-9]{16}_[A-Za-z0-9_-]{43}");
        assertThat(KeySecret.parse(secret.text())).contains(secret);
        assertThat(secret.matches(secret.sha256())).isTrue();
        assertThat(secret.sha256()).hasSize(64).doesNotContain(secret.text());
        KeySecret next = KeySecret.freshOf(secret.id());
        assertThat(next.id()).isEqualTo(secret.id());
        assertThat(next.matches(secret.sha256())).isFalse();
        assertThat(secret).hasToString("KeySecret[" + secret.id() + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rk_",
                "rk_abcdefghijklmnop_",
                "rk_ABCDEFGHIJKLMNOP_0123456789012345678901234567890123456789012",
                "rk_abcdefghijklmnop_0123456789012345678901234567890123456789012\n",
                "xx_abcdefghijklmnop_0123456789012345678901234567890123456789012"
            })
    void whatHasAnotherFormIsNone(String text) {
        assertThat(KeySecret.parse(text)).isEmpty();
    }
}
