package io.rookery.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApiKeyTest {

    @Test
    void onlyTheKeyItselfMatches() {
        ApiKey key = new ApiKey("0123456789abcdef");
        assertThat(key.matches("0123456789abcdef")).isTrue();
        assertThat(key.matches("0123456789abcdeF")).isFalse();
        assertThat(key.matches("0123456789abcde")).isFalse();
        assertThat(key.matches("")).isFalse();
    }

    @Test
    void aKeyThatIsTooShortOrOddIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> new ApiKey("short")).hasMessage("the API key must have at least 16 characters");
        assertThatThrownBy(() -> new ApiKey("0123456789 abcdef")).hasMessageNotContaining("0123456789");
        assertThatThrownBy(() -> new ApiKey("0123456789\nabcdef")).isInstanceOf(IllegalArgumentException.class);
    }
}
