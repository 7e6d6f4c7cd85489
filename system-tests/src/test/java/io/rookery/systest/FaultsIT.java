package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.systest.chaos.FaultPlan;
import io.rookery.systest.chaos.FaultRun;
import io.rookery.systest.chaos.Report;
import io.rookery.systest.check.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A cluster under load loses each of its parts once, in each way that tells most; nothing that is promised is broken. First of all, so that nothing else needs the machine. */
@Order(1)
class FaultsIT {
    private static final long SEED = 1;

    /** A test must not fail because its machine does other things, too: {@code ./rookery chaos} has the limits that count. */
    private static final int SLACK = 5;

    @Test
    void nothingThatIsPromisedIsBroken() {
        Path data = Path.of("target", "faults").toAbsolutePath();
        try (var run = FaultRun.started(data.resolve("world"), data.resolveSibling("faults.ndjson"), SEED, SLACK)) {
            for (Fault fault : FaultPlan.shortSet()) {
                assertThat(run.strike(List.of(fault)))
                        .as("all sessions work again after " + fault)
                        .isTrue();
            }
            Report report = run.end();
            System.out.println(report.text());
            assertThat(report.isVoid())
                    .as("less than 10 commands a second: %.1f", report.rate())
                    .isFalse();
            assertThat(report.violations()).isEmpty();
        }
    }
}
