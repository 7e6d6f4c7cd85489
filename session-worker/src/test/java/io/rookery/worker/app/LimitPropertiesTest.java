package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.startup.StartupFailure;
import io.rookery.worker.pacing.Limits;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** What an operator may set for all sessions. */
class LimitPropertiesTest {
    @Test
    void settingsThatMakeNoSense_areToldByName() {
        assertThatThrownBy(() -> new LimitProperties(Duration.ofMillis(-1), 0, 0, "UTC"))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("rookery.limits.gap");
        assertThatThrownBy(() -> new LimitProperties(Duration.ZERO, -1, 0, "UTC"))
                .hasMessageContaining("rookery.limits.per-hour");
        assertThatThrownBy(() -> new LimitProperties(Duration.ZERO, 0, -1, "UTC"))
                .hasMessageContaining("rookery.limits.per-day");
        assertThatThrownBy(() -> new LimitProperties(Duration.ZERO, 0, 0, "Mars/Base"))
                .hasMessageContaining("rookery.limits.time-zone");
        assertThatThrownBy(() -> new NumberProperties("de")).hasMessageContaining("rookery.numbers.default-region");
    }

    @Test
    void settingsBecomeLimits() {
        assertThat(new LimitProperties(Duration.ofSeconds(1), 2, 3, "Europe/Berlin").limits())
                .isEqualTo(new Limits(Duration.ofSeconds(1), 2, 3, ZoneId.of("Europe/Berlin")));
        assertThat(new NumberProperties(null).defaultRegion()).isNull();
        assertThat(new NumberProperties("DE").defaultRegion()).isEqualTo("DE");
    }
}
