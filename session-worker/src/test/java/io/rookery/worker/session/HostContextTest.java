package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostContextTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static long about(int session, int round) {
        var host = new HostContext(new SessionId("session-" + session), new WorkerId("w1"), HostSettings.DEFAULT);
        host.at(new Now(1000, Instant.EPOCH));
        return host.inAbout(MINUTE, round);
    }

    @Test
    void whatAllSessionsDo_isSpread_overAFifthOfItsTime() {
        var times = IntStream.range(0, 1000).mapToLong(session -> about(session, 1)).summaryStatistics();
        assertThat(times.getMin()).isBetween(49_000L, 49_500L);
        assertThat(times.getMax()).isBetween(60_500L, 61_000L);
        assertThat(times.getAverage()).isBetween(54_500.0, 55_500.0);
    }

    @Test
    void oneSession_isNotAlwaysEarly_andItsTimesCanBeToldAgain() {
        var times = IntStream.range(0, 100).mapToLong(round -> about(7, round)).distinct();
        assertThat(times.count()).isGreaterThan(95);
        assertThat(about(7, 3)).isEqualTo(about(7, 3));
    }
}
