package io.rookery.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One user whose sessions are started in two partitions, in the simulated cluster: the user has one of them, whatever fails, and each start is answered once. */
class UsersSimulationTest {
    private static final long SEEDS = 300;
    private static final long FEWER = 60;

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    private static List<Simulation.Result> runs(
            long seeds, UnaryOperator<List<Submission>> workload, @Nullable List<Fault> faults) {
        return LongStream.range(0, seeds)
                .parallel()
                .mapToObj(seed -> {
                    List<Submission> drawn = new World(World.Plan.of(seed, Set.of()), false).workload;
                    return Simulation.run(new World.Plan(seed, Set.of(), workload.apply(drawn), faults));
                })
                .toList();
    }

    private static void hold(List<Simulation.Result> runs) {
        for (Simulation.Result run : runs)
            if (run.violation() != null) throw new AssertionError(Story.of(Shrinker.shrink(run)));
    }

    @Test
    void aUserHasOneSession_whateverFails() {
        List<Simulation.Result> runs = runs(SEEDS, Submission::usersFor, null);
        hold(runs);
        long refused = runs.stream().mapToLong(Simulation.Result::refused).sum();
        long replaced = runs.stream().mapToLong(Simulation.Result::replaced).sum();
        System.out.printf(
                "starts of users in %d histories: %d refused, %d sessions replaced%n", SEEDS, refused, replaced);
        assertThat(refused).isGreaterThan(SEEDS / 2);
        assertThat(replaced).isGreaterThan(SEEDS / 2);
    }

    @Test
    void alsoWhereNothingFails() {
        hold(runs(FEWER, Submission::usersFor, List.of()));
    }

    /** What the others are worth: a user who asks for several has them, and that is seen. */
    @Test
    void whoAsksForSeveral_hasThem() {
        List<Simulation.Result> runs = runs(FEWER, Submission::severalFor, null);
        hold(runs);
        assertThat(runs.stream().mapToLong(Simulation.Result::refused).sum()).isZero();
        assertThat(runs.stream().filter(run -> run.ofUser() > 1).count()).isGreaterThan(FEWER / 4);
    }
}
