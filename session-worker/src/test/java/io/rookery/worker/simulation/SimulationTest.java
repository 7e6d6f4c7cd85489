package io.rookery.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real classes in a simulated cluster, many times over. {@code -Dsimulation.seeds=20000} runs more, {@code -Dsimulation.from=2000} others, {@code -Dsimulation.seed=17} one with its
 * history, {@code -Dsimulation.off=fence,seen} without some rules.
 */
class SimulationTest {
    private static final Logger log = LoggerFactory.getLogger(SimulationTest.class);
    private static final Set<Safeguard> OFF = Safeguard.named(System.getProperty("simulation.off", ""));

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    @Test
    void everyInvariantHolds_whateverFails() throws InterruptedException {
        Long one = Long.getLong("simulation.seed");
        if (one != null) replay(one);
        else run(Long.getLong("simulation.from", 0L), Long.getLong("simulation.seeds", 2000L));
    }

    private static void run(long from, long seeds) throws InterruptedException {
        long began = System.nanoTime();
        Seeds.Report report = Seeds.run(from, seeds, OFF, 3);
        log.atInfo()
                .addKeyValue("seeds", report.seeds())
                .addKeyValue("steps", report.steps())
                .addKeyValue("violations", report.violations().size())
                .addKeyValue("seconds", (System.nanoTime() - began) / 1_000_000_000)
                .log("simulated");
        for (Simulation.Result violated : report.violations().values()) fail(Story.of(Shrinker.shrink(violated)));
        assertThat(report.seeds()).isEqualTo(seeds);
        assertThat(report.steps()).as("something happens").isGreaterThan(seeds * 1000);
    }

    private static void replay(long seed) {
        Simulation.Result result = Simulation.run(World.Plan.of(seed, OFF), true);
        log.atInfo().log(Story.of(result));
        if (result.violation() != null) fail(Story.of(Shrinker.shrink(result)));
    }

    @Test
    void aSeedIsAHistory() {
        for (long seed : new long[] {3, 17, 42}) {
            var first = Simulation.run(World.Plan.of(seed, Set.of()), true);
            var again = Simulation.run(World.Plan.of(seed, Set.of()), true);
            assertThat(again.trace()).isEqualTo(first.trace());
            assertThat(again.steps()).isEqualTo(first.steps());
        }
    }

    @Test
    void aViolationIsToldByAShortHistory() throws InterruptedException {
        Seeds.Report report = Seeds.run(0, 200, Set.of(Safeguard.SEEN), 1);
        var violated = report.violations().values().iterator().next();
        var shortest = Shrinker.shrink(violated);
        assertThat(shortest.violation()).isNotNull();
        assertThat(shortest.workload()).hasSizeLessThan(violated.workload().size());
        assertThat(Story.of(shortest)).contains("seed " + violated.plan().seed(), "WRITTEN");
    }
}
