package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupReportTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:not-for-the-log@redis:6379",
                "redis://rookery:not-for-the-log@redis:6379/0",
                "redis://:not for/not-for-the-log@redis",
                "rookery:not-for-the-log@redis"
            })
    void whatALibrarySaysOfAnAddress_isSaidWithoutItsPassword(String address) {
        var failure = new IllegalStateException("made of", new IllegalArgumentException("bad URL " + address));
        assertThat(StartupReport.reason(failure)).contains("redis").doesNotContain("not-for-the-log");
    }

    @Test
    void aReasonIsOneLine() {
        assertThat(StartupReport.reason(new StartupFailure("no\n  room"))).isEqualTo("no room");
    }
}
