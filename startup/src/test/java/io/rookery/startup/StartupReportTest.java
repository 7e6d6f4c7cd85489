package io.rookery.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.PortInUseException;

class StartupReportTest {

    @Test
    void theProgramsOwnSentence_isFoundBelowWhatSpringSays() {
        assertThat(StartupReport.reason(new IllegalStateException("a bean", new StartupFailure("there is no key"))))
                .isEqualTo("there is no key");
        assertThat(StartupReport.reason(new IllegalStateException("a bean", new PortInUseException(8080))))
                .isEqualTo("port 8080 is taken");
    }

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
    void aSettingThatDoesNotFit_isNamed_withWhatIsWrong() {
        var binder = new Binder(new MapConfigurationPropertySource(Map.of("rookery.topics.event-partitions", "many")));
        Throwable failure = catchThrowable(() -> binder.bind("rookery.topics", TopicProperties.class));
        assertThat(StartupReport.reason(new IllegalStateException("a bean", failure)))
                .startsWith("the setting rookery.topics.event-partitions does not fit: ")
                .contains("many");
    }

    @Test
    void aReasonIsOneLine() {
        assertThat(StartupReport.reason(new StartupFailure("no\n  room"))).isEqualTo("no room");
        assertThat(StartupReport.reason(new IllegalStateException("no\r\nroom")))
                .isEqualTo("IllegalStateException: no room");
    }
}
