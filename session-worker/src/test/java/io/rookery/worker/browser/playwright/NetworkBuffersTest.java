package io.rookery.worker.browser.playwright;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NetworkBuffersTest {
    @Test
    void thisPlaywright_isChangedWhereverItEnablesTheNetwork() throws IOException {
        String changed = new String(NetworkBuffers.none(driver()), UTF_8);
        assertThat(changed)
                .contains("session2.send(\"Network.enable\", { maxTotalBufferSize: 0, maxResourceBufferSize: 0 })")
                .doesNotContain(".send(\"Network.enable\")");
    }

    @Test
    void anotherDriver_isNotTakenForOneThatWasChanged() {
        assertThatThrownBy(() -> NetworkBuffers.none("session.send('Network.enable')".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
    }

    private static byte[] driver() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Playwright.class.getClassLoader().getResourceAsStream(NetworkBuffers.IN))) {
            return in.readAllBytes();
        }
    }
}
