package io.rookery.worker.simulation;

import io.rookery.worker.simulation.Fault.Kind;
import io.rookery.worker.simulation.Network.Server;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What goes wrong: drawn from the seed at the moments at which something is on its way, or a list of an earlier run, from which some may have been left out. */
final class Faults {
    /** How likely a fault is: not where nothing is at stake; more than elsewhere where a publication, or the write of a rebuild, is on its way. */
    static final int COLD = 0;

    static final int WARM = 1;
    static final int HOT = 6;
    private static final long TROUBLE = 20_000_000;

    private final World world;
    private final Random random;
    private final @Nullable Deque<Fault> given;
    private final List<Fault> happened = new ArrayList<>();
    private final double ofProcess;
    private final double ofServers;
    private final double slowness;
    private int processFaults;
    private int serverFaults;
    private final long[] troubled = new long[World.WORKERS];
    private boolean applying;

    /** @param given an earlier run's; null draws them */
    Faults(World world, long seed, @Nullable List<Fault> given) {
        this.world = world;
        this.random = new Random(seed * 31 + 7);
        this.given = given == null ? null : new ArrayDeque<>(given);
        // Every seed has its own mix.
        this.processFaults = pick(0, 3, 8, 20);
        this.serverFaults = pick(0, 1, 2, 4);
        this.ofProcess = new double[] {.005, .02, .06}[random.nextInt(3)];
        this.ofServers = new double[] {.001, .004, .015}[random.nextInt(3)];
        this.slowness = new double[] {.3, 1, 4}[random.nextInt(3)];
    }

    private int pick(int... values) {
        return values[random.nextInt(values.length)];
    }

    List<Fault> happened() {
        return happened;
    }

    double slowness() {
        return slowness;
    }

    boolean active() {
        return world.scheduler.now() < World.FAULTS_END;
    }

    /** A moment at which something may go wrong for this process. */
    void point(SimProcess process, int heat) {
        if (!active() || applying) return;
        if (given != null) {
            while (!given.isEmpty() && given.peekFirst().at() <= world.scheduler.now()) apply(given.removeFirst());
            return;
        }
        if (processFaults > 0
                && process instanceof SimWorker worker
                && random.nextDouble() < ofProcess * heat * trouble(worker)) {
            processFaults--;
            troubled[worker.number] = world.scheduler.now() + TROUBLE;
            apply(ofProcess(worker.number));
        }
        if (serverFaults > 0 && heat > COLD && random.nextDouble() < ofServers) {
            serverFaults--;
            apply(ofServer());
        }
    }

    /** A fault seldom comes alone. */
    private int trouble(SimWorker worker) {
        return world.scheduler.now() < troubled[worker.number] ? 4 : 1;
    }

    private Fault ofProcess(int worker) {
        double kind = random.nextDouble();
        if (kind < .30) return fault(Kind.PAUSE, worker, pause(), 0);
        if (kind < .40) return fault(Kind.FREEZE, worker, pause(), 0);
        if (kind < .64) return fault(Kind.CRASH, worker, random.nextBoolean() ? seconds(.2, 3) : seconds(5, 30), 0);
        if (kind < .74) return fault(Kind.CUT_REDIS, worker, seconds(3, 45), 0);
        if (kind < .79) return fault(Kind.CUT_KAFKA, worker, seconds(3, 30), 0);
        if (kind < .83) return fault(Kind.CUT_STORE, worker, seconds(3, 30), 0);
        if (kind < .90) return fault(Kind.DRAIN, worker, 0, 0);
        if (kind < .94) return fault(Kind.BROWSER_KILLED, worker, 0, 0);
        if (kind < .97) return fault(Kind.WALL_JUMP, worker, 0, random.nextInt(-60_000, 60_000));
        return fault(Kind.REBALANCE, worker, 0, random.nextInt(World.PARTITIONS));
    }

    private Fault ofServer() {
        double kind = random.nextDouble();
        if (kind < .45) return fault(Kind.FLUSHALL, 0, 0, 0);
        if (kind < .75) return fault(Kind.REDIS_RESTART, 0, seconds(0, 2), 0);
        if (kind < .82) return fault(Kind.REDIS_AWAY, 0, seconds(2, 25), 0);
        if (kind < .90) return fault(Kind.KAFKA_AWAY, 0, seconds(2, 25), 0);
        if (kind < .96) return fault(Kind.STORE_AWAY, 0, seconds(2, 25), 0);
        return fault(Kind.UNLINKED, 0, 0, random.nextInt(world.sessions.size()));
    }

    private long pause() {
        return switch (random.nextInt(4)) {
            case 0 -> seconds(.5, 3);
            case 1 -> seconds(3, 12);
            case 2 -> seconds(8, 20);
            default -> seconds(20, 50);
        };
    }

    private long seconds(double from, double to) {
        return (long) (random.nextDouble(from, to) * 1e6);
    }

    private Fault fault(Kind kind, int worker, long micros, long amount) {
        return new Fault(world.scheduler.now(), kind, worker, micros, amount);
    }

    /** What happens without any accident: admission's partitions go to another member, sessions are moved. */
    void churn() {
        if (given != null || !active()) return;
        int worker = random.nextInt(World.WORKERS);
        if (random.nextBoolean()) apply(fault(Kind.REBALANCE, worker, 0, random.nextInt(World.PARTITIONS)));
        else apply(fault(Kind.DRAIN, worker, 0, 0));
    }

    private void apply(Fault fault) {
        happened.add(fault);
        world.trace(() -> "FAULT    " + fault);
        applying = true;
        try {
            carryOut(fault);
        } finally {
            applying = false;
        }
    }

    private void carryOut(Fault fault) {
        SimWorker worker = world.workers.get(fault.worker());
        switch (fault.kind()) {
            case PAUSE -> worker.freeze(fault.micros());
            case FREEZE -> worker.freezeMachine(fault.micros());
            case CRASH -> worker.crash(fault.micros());
            case CUT_REDIS -> world.network.cut(worker, Server.REDIS, fault.micros());
            case CUT_KAFKA -> world.network.cut(worker, Server.KAFKA, fault.micros());
            case CUT_STORE -> world.network.cut(worker, Server.STORE, fault.micros());
            case REDIS_AWAY -> world.network.away(Server.REDIS, fault.micros());
            case KAFKA_AWAY -> world.network.away(Server.KAFKA, fault.micros());
            case STORE_AWAY -> world.network.away(Server.STORE, fault.micros());
            case FLUSHALL -> world.redis.forget();
            case REDIS_RESTART -> world.redis.restartAfter(fault.micros());
            case REBALANCE -> world.admission.rebalance((int) fault.amount(), fault.worker());
            case WALL_JUMP -> worker.clock.jump(fault.amount());
            case BROWSER_KILLED -> world.whatsapp.killBrowserOf(worker);
            case DRAIN -> worker.drain();
            case UNLINKED -> world.whatsapp.unlink(world.sessions.get((int) fault.amount()));
        }
    }
}
