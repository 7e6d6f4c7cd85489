package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

    @Test
    void messagesThatWereRefusedByALimit_areCounted_eachOfABulk() {
        metrics.answered(outcome("RATE_LIMITED_DAY", null), START, START);
        metrics.answered(
                outcome(
                        "PARTLY",
                        List.of(
                                Map.of("code", "OK"),
                                Map.of("code", "RATE_LIMITED_HOUR"),
                                Map.of("code", "RATE_LIMITED_HOUR"))),
                START,
                START);
        assertThat(refused("day")).isEqualTo(1);
        assertThat(refused("hour")).isEqualTo(2);
        assertThat(registry.find("rookery.limit.refusals").counters()).hasSize(2);
    }

    private double refused(String limit) {
        return registry.get("rookery.limit.refusals")
                .tag("limit", limit)
                .counter()
                .count();
    }

    private static Event.Outcome outcome(String code, @Nullable List<Map<String, Object>> items) {
        return new Event.Outcome(OutcomeStatus.REJECTED, code, null, "type", 0, "1", Mode.OPEN, Map.of(), items);
    }

    private double age() {
        return registry.get("rookery.profile.checkpoint.age").timeGauge().value(TimeUnit.SECONDS);
    }
}
