package io.rookery.worker.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One fault at each moment of a kind, for what chance seldom meets.
 *
 * @param moment at which it strikes
 * @param after microseconds of the simulation before which it does not
 * @param others faults that there are anyway
 */
record Aim(Moment moment, Fault.Kind kind, long micros, long after, List<Fault> others) {

    static Aim at(Moment moment, Fault.Kind kind, long micros) {
        return new Aim(moment, kind, micros, 0, List.of());
    }

    /** One run for each moment; lazily. */
    Stream<Simulation.Result> shots(long seeds, Set<Safeguard> off) {
        return LongStream.range(0, seeds).boxed().flatMap(seed -> shotsAt(seed, 0, off));
    }

    /** Of one seed; so many moments are left out. */
    Stream<Simulation.Result> shotsAt(long seed, int leftOut, Set<Safeguard> off) {
        return Simulation.run(plan(seed, off, others)).chances().stream()
                .filter(chance -> chance.moment() == moment && chance.at() >= after)
                .skip(leftOut)
                .map(chance -> Simulation.run(plan(seed, off, with(chance))));
    }

    private List<Fault> with(Faults.Chance chance) {
        List<Fault> faults = new ArrayList<>(others);
        faults.add(new Fault(chance.at(), kind, chance.worker(), micros, 0));
        faults.sort(Comparator.comparingLong(Fault::at));
        return faults;
    }

    private static World.Plan plan(long seed, Set<Safeguard> off, List<Fault> faults) {
        return new World.Plan(seed, off, null, faults);
    }
}
