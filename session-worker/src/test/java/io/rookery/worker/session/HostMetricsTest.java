package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostMetricsTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private Instant now = START;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HostMetrics metrics = new HostMetrics(registry, () -> now);

    @Test
    void theOldestOfTheNewestCheckpoints_isShown() {
        assertThat(age()).isZero();
        metrics.linked(ALICE, START);
        metrics.linked(BOB, START);
        now = START.plusSeconds(10);
        metrics.stored(ALICE, now);
        metrics.linked(ALICE, START);
        now = START.plusSeconds(70);
        assertThat(age()).as("of Bob").isEqualTo(70);
        metrics.stored(BOB, now);
        assertThat(age()).as("of Alice").isEqualTo(60);
        metrics.left(ALICE);
        assertThat(age()).isZero();
    }

    private double age() {
        return registry.get("rookery.profile.checkpoint.age").timeGauge().value(TimeUnit.SECONDS);
    }
}
