package io.rookery.worker.simulation;

import io.rookery.events.SessionId;
import io.rookery.worker.command.UsersSessions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One run, from its plan to the verdict. */
final class Simulation {
    private static final long REST = 40_000_000;

    /**
     * How it ended.
     *
     * @param violation null where everything held
     * @param faults that happened, for a run with fewer of them
     * @param chances where others could have, if they were given
     * @param moved bulks that one owner began and another went on with
     * @param refused starts whose user had another session
     * @param replaced sessions that a start of their user has had destroyed
     * @param ofUser how many sessions the user has in the end
     */
    record Result(
            World.Plan plan,
            @Nullable Violation violation,
            List<Submission> workload,
            List<Fault> faults,
            List<Faults.Chance> chances,
            long steps,
            long moved,
            long refused,
            long replaced,
            int ofUser,
            List<String> trace) {}

    private Simulation() {}

    static Result run(World.Plan plan) {
        return run(plan, false);
    }

    static Result run(World.Plan plan, boolean traced) {
        var world = new World(plan, traced);
        Violation violation = null;
        try {
            onAVirtualThread(() -> play(world));
        } catch (Violation e) {
            violation = e;
        }
        return new Result(
                plan,
                violation,
                world.workload,
                world.faults.happened(),
                world.faults.chances(),
                world.scheduler.steps(),
                world.ledger.moved(),
                world.ledger.ended(UsersSessions.USER_HAS_SESSION),
                world.ledger.replaced(),
                Invariants.sessionsOfTheUser(world).size(),
                world.trace());
    }

    private static void play(World world) {
        try {
            begin(world);
            live(world);
            new Invariants(world).check();
        } finally {
            world.end();
        }
    }

    /** The baton goes quickly from one virtual thread to another, and slowly to a platform's. */
    private static void onAVirtualThread(Runnable work) {
        if (Thread.currentThread().isVirtual()) {
            work.run();
            return;
        }
        var task = new FutureTask<Void>(work, null);
        Thread.ofVirtual().start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Violation violation) throw violation;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        if (!world.ledger.allAnswered() || !world.redis.isWhole()) return false;
        return world.redis.records().records().entrySet().stream()
                .allMatch(it -> isAtRest(world, it.getKey(), it.getValue()));
    }

    private static boolean isAtRest(World world, SessionId session, Map<String, String> record) {
        if ("STOPPED".equals(record.get("desired"))) return true;
        return "OPEN".equals(record.get("mode"))
                && world.redis.isLeased(record)
                && world.ledger.lastCommand(session) <= Long.parseLong(record.getOrDefault("done", "-1"));
    }
}
