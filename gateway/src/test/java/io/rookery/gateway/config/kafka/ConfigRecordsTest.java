package io.rookery.gateway.config.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.gateway.config.ConfigKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRecordsTest {
    private static final ConfigRecords.Name NAME = new ConfigRecords.Name(ConfigKind.WEBHOOK, "a1");

    @Test
    void whatIsWrittenIsRead() {
        byte[] value = ConfigRecords.encode(NAME, "{\"url\":\"https://example.com/ä\"}", Instant.EPOCH);
        assertThat(ConfigRecords.Name.of("webhook/a1")).contains(NAME);
        assertThat(NAME.key()).isEqualTo("webhook/a1");
        assertThat(ConfigRecords.decode(NAME, value)).contains("{\"url\":\"https://example.com/ä\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "webhook", "webhook/", "/a1", "other/a1", "Webhook"})
    void keysThatNameNothing(String key) {
        assertThat(ConfigRecords.Name.of(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"type\":\"io.rookery.config.key\",\"data\":{}}",
                "{\"type\":\"io.rookery.config.webhook\",\"data\":[]}",
                "{\"type\":\"io.rookery.config.webhook\"}"
            })
    void valuesThatAreNone(String value) {
        assertThat(ConfigRecords.decode(NAME, value.getBytes(UTF_8))).isEmpty();
    }
}
