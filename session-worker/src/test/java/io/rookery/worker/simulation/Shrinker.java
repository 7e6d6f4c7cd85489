package io.rookery.worker.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds a shorter history of a violation: the same seed with fewer faults and fewer commands. */
final class Shrinker {
    private static final int TRIES = 400;

    private Simulation.Result best;
    private int tries;

    private Shrinker(Simulation.Result first) {
        this.best = first;
    }

    /** @return the shortest that was found, with its trace */
    static Simulation.Result shrink(Simulation.Result violated) {
        var shrinker = new Shrinker(violated);
        boolean better = true;
        while (better && shrinker.tries < TRIES) better = shrinker.fewerFaults() | shrinker.fewerCommands();
        return Simulation.run(shrinker.best.plan(), true);
    }

    private boolean fewerFaults() {
        return fewer(best.faults(), faults -> plan(best.workload(), faults));
    }

    private boolean fewerCommands() {
        return fewer(best.workload(), workload -> plan(workload, best.faults()));
    }

    private World.Plan plan(List<Submission> workload, List<Fault> faults) {
        return new World.Plan(best.plan().seed(), best.plan().off(), workload, faults);
    }

    /** Leaves out halves, quarters, … and single ones. */
    private <T> boolean fewer(List<T> all, Function<List<T>, World.Plan> plan) {
        boolean found = false;
        List<T> left = all;
        for (int size = Math.max(1, all.size() / 2); size >= 1; size /= 2) {
            for (int at = 0; at < left.size() && tries < TRIES; ) {
                List<T> without = new ArrayList<>(left.subList(0, at));
                without.addAll(left.subList(Math.min(left.size(), at + size), left.size()));
                if (violates(plan.apply(without))) {
                    left = without;
                    found = true;
                } else at += size;
            }
        }
        return found;
    }

    private boolean violates(World.Plan plan) {
        tries++;
        var result = Simulation.run(plan);
        boolean violates = result.violation() != null;
        if (violates) best = result;
        return violates;
    }
}
