package io.rookery.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies between the call of the page and the end of the command: while the page is being called, while the outcome is on its way to Kafka, while the position is on its way to Redis. The next
 * owner finds the command again; its receiver sees one message, and its writer one outcome. {@code -Dsendwindow.cuts=200} cuts more often at each moment than the test run does.
 */
class SendWindowTest {
    private static final long BACK_AFTER = Duration.ofSeconds(2).toNanos() / 1000;
    private static final int CUTS = Integer.getInteger("sendwindow.cuts", 100);

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"CALLING_THE_PAGE", "PUBLISHING", "COMPLETING"})
    void aCutShowsNoMessageTwice_andAnswersNoCommandTwice(Moment moment) {
        List<Simulation.Result> runs = Aim.at(moment, Fault.Kind.CRASH, BACK_AFTER)
                .shots(1_000, Set.of())
                .limit(CUTS)
                .toList();
        assertThat(runs).hasSize(CUTS);
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.violation()).as(() -> Story.of(run)).isNull();
            assertThat(run.faults()).as("the worker died").hasSize(1);
        });
    }
}
