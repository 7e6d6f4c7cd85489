package io.rookery.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bulks in the simulated cluster: their messages go one by one, across crashes and moves; none is shown twice, and the outcome says of each what became of it, with totals that are right. */
class BulkSimulationTest {
    private static final long SEEDS = 120;
    private static final int CUTS = 150;
    private static final long BACK_AFTER = Duration.ofSeconds(2).toNanos() / 1000;

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    private static World.Plan plan(long seed, Set<Safeguard> off, @Nullable List<Fault> faults) {
        List<Submission> drawn = new World(World.Plan.of(seed, off), false).workload;
        return new World.Plan(seed, off, Submission.bulksFor(drawn), faults);
    }

    /** The worker dies at each call of its page, and comes back. */
    private static Stream<Simulation.Result> cuts(Set<Safeguard> off) {
        return LongStream.range(0, 1_000)
                .boxed()
                .flatMap(seed -> Simulation.run(plan(seed, off, List.of())).chances().stream()
                        .filter(chance -> chance.moment() == Moment.CALLING_THE_PAGE)
                        .map(chance -> new Fault(chance.at(), Fault.Kind.CRASH, chance.worker(), BACK_AFTER, 0))
                        .map(crash -> Simulation.run(plan(seed, off, List.of(crash)))))
                .limit(CUTS);
    }

    private static void holds(Simulation.Result run) {
        if (run.violation() != null) throw new AssertionError(Story.of(Shrinker.shrink(run)));
    }

    @Test
    void whereAWorkerDiesBetweenTwoMessages_theNextOwnerGoesOn_andTheTotalsAreRight() {
        List<Simulation.Result> runs = cuts(Set.of()).toList();
        runs.forEach(BulkSimulationTest::holds);
        long moved = runs.stream().mapToLong(Simulation.Result::moved).sum();
        System.out.printf("bulks that one owner began and another went on with: %d of %d cuts%n", moved, CUTS);
        assertThat(moved).isGreaterThan(CUTS / 4);
    }

    @Test
    void whateverFails() {
        LongStream.range(0, SEEDS)
                .mapToObj(seed -> Simulation.run(plan(seed, Set.of(), null)))
                .forEach(BulkSimulationTest::holds);
    }

    /** What was sent is looked up before it is sent again: without that the same cuts show messages twice. */
    @Test
    void withoutTheLookUp_messagesAreShownTwice() {
        assertThat(cuts(Set.of(Safeguard.LOOKUP))
                        .anyMatch(it -> it.violation() != null
                                && it.violation().invariant().equals("I5")))
                .isTrue();
    }
}
