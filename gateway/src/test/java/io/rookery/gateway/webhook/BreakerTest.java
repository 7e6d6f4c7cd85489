package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Breaker.Settings SETTINGS =
            new Breaker.Settings(3, Duration.ofSeconds(30), Duration.ofMinutes(2));

    @Test
    void closed_opensAfterFailuresInARow() {
        Breaker breaker = fail(fail(Breaker.closed()));
        assertThat(breaker).isEqualTo(new Breaker.Closed(2));
        assertThat(fail(breaker)).isEqualTo(new Breaker.Open(1, NOW.plusSeconds(30)));
    }

    @Test
    void closed_forgetsFailuresAtAnAnswer() {
        assertThat(fail(fail(Breaker.closed())).answered()).isEqualTo(Breaker.closed());
    }

    @Test
    void open_staysWhateverElseFails_andClosesAtALateAnswer() {
        Breaker open = new Breaker.Open(1, NOW.plusSeconds(30));
        assertThat(fail(open)).isEqualTo(open);
        assertThat(open.answered()).isEqualTo(Breaker.closed());
    }

    @Test
    void probing_closesAtAnAnswer_andOpensForTwiceAsLongAtAFailure() {
        Breaker probing = new Breaker.Open(1, NOW).probe();
        assertThat(probing.answered()).isEqualTo(Breaker.closed());
        assertThat(fail(probing)).isEqualTo(new Breaker.Open(2, NOW.plusSeconds(60)));
        assertThat(fail(new Breaker.Probing(2))).isEqualTo(new Breaker.Open(3, NOW.plusSeconds(120)));
        assertThat(fail(new Breaker.Probing(3))).isEqualTo(new Breaker.Open(4, NOW.plusSeconds(120)));
        assertThat(fail(new Breaker.Probing(2_000_000))).isEqualTo(new Breaker.Open(2_000_001, NOW.plusSeconds(120)));
    }

    private static Breaker fail(Breaker breaker) {
        return breaker.failed(NOW, SETTINGS);
    }
}
