package io.rookery.worker.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run, from its plan to the verdict. */
final class Simulation {
    private static final long REST = 40_000_000;

    /**
     * How it ended.
     *
     * @param violation null where everything held
     * @param faults that happened, for a run with fewer of them
     */
    record Result(
            World.Plan plan,
            @Nullable Violation violation,
            List<Submission> workload,
            List<Fault> faults,
            long steps,
            List<String> trace) {}

    private Simulation() {}

    static Result run(World.Plan plan) {
        return run(plan, false);
    }

    static Result run(World.Plan plan, boolean traced) {
        var world = new World(plan, traced);
        Violation violation = null;
        try {
            begin(world);
            live(world);
            new Invariants(world).check();
        } catch (Violation e) {
            violation = e;
        } finally {
            world.end();
        }
        return new Result(
                plan, violation, world.workload, world.faults.happened(), world.scheduler.steps(), world.trace());
    }

    private static void begin(World world) {
        world.workers.forEach(SimWorker::boot);
        for (int partition = 0; partition < World.PARTITIONS; partition++)
            world.admission.rebalance(partition, world.random.nextInt(World.WORKERS));
        for (Submission it : world.workload) world.scheduler.at(it.at(), () -> submit(world, it));
        churn(world);
    }

    private static void submit(World world, Submission it) {
        int home = world.partition(it.session());
        Instant time = Instant.ofEpochMilli(SimClock.EPOCH_MILLIS + world.scheduler.now() / 1000);
        world.topics.append(it.away() ? 1 - home : home, time, it.bytes(time));
    }

    /** Admission's partitions move about. */
    private static void churn(World world) {
        world.scheduler.at(world.micros(5, 60), () -> {
            world.faults.churn();
            if (world.faults.active()) churn(world);
        });
    }

    private static void live(World world) {
        long quiet = -1;
        while (world.scheduler.now() < World.END && world.scheduler.step()) {
            if (quiet < 0 && world.scheduler.steps() % 64 == 0 && isSettled(world)) quiet = world.scheduler.now();
            if (quiet < 0 || world.scheduler.now() < quiet + REST) continue;
            if (isSettled(world)) return;
            quiet = -1;
        }
    }

    /** Everything that was asked for is answered, and every session is where it belongs. */
    private static boolean isSettled(World world) {
        long now = world.scheduler.now();
        if (now < World.FAULTS_END * 3 / 10) return false;
        if (!world.workload.isEmpty() && now <= world.workload.getLast().at()) return false;
        if (!world.ledger.allAnswered()) return false;
        return world.redis.isWhole()
                && world.redis.records().records().values().stream().allMatch(Simulation::isAtRest);
    }

    private static boolean isAtRest(Map<String, String> record) {
        return "STOPPED".equals(record.get("desired"))
                || ("OPEN".equals(record.get("mode"))
                        && !String.valueOf(record.get("owner")).isEmpty());
    }
}
