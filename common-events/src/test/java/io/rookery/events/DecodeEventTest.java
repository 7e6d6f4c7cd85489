package io.rookery.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeEventTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{\"type\":\"x\"}",
                "{\"type\":\"io.rookery.event.session.fence\"}",
                "{\"type\":\"io.rookery.event.session.fence\",\"subject\":\"a\",\"id\":\"1\",\"time\":\"yesterday\"}",
                "{\"type\":\"io.rookery.event.session.fence\",\"subject\":\"a\",\"id\":\"1\",\"time\":\"2026-11-20T00:00:00Z\",\"epoch\":\"x\"}",
                "{\"type\":\"io.rookery.event.session.qr\",\"subject\":\"a\",\"id\":\"1\",\"time\":\"2026-11-20T00:00:00Z\","
                        + "\"data\":{\"method\":\"qr\",\"code\":\"c\",\"expiresAt\":\"yesterday\"}}"
            })
    void whatIsNoEventIsAnInvalidValueAndNothingElse(String value) {
        assertThatThrownBy(() -> CloudEventCodec.decodeEvent(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidValue.class);
    }
}
