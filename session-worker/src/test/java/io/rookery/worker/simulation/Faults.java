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
    private static final List<Kind> OF_A_PROCESS =
            List.of(Kind.PAUSE, Kind.FREEZE, Kind.STALL, Kind.CRASH, Kind.CUT_REDIS, Kind.CUT_KAFKA, Kind.DRAIN);
    private static final int FAVOURITE = 15;
    private static final long TROUBLE = 20_000_000;

    private final World world;
    private final Random random;
    private final @Nullable Deque<Fault> given;
    private final List<Fault> happened = new ArrayList<>();
    private final List<Chance> chances = new ArrayList<>();
    private final double ofProcess;
    private final double ofServers;
    private final double slowness;
    private int processFaults;
    private int serverFaults;
    private final @Nullable Moment favourite; // at this moment it goes wrong most
    private final @Nullable Kind usual; // and mostly so
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
        this.favourite = random.nextBoolean() ? null : Moment.values()[random.nextInt(1, Moment.values().length)];
        this.usual = random.nextBoolean() ? null : OF_A_PROCESS.get(random.nextInt(OF_A_PROCESS.size()));
        this.slowness = new double[] {.3, 1, 4}[random.nextInt(3)];
    }

    /** A moment at which a fault could have struck. */
    record Chance(long at, int worker, Moment moment) {}

    /** Where a given fault could have struck; empty where they are drawn. */
    List<Chance> chances() {
        return chances;
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
    void point(SimProcess process, Moment moment) {
        if (!active() || applying) return;
        if (given != null) {
            if (process instanceof SimWorker worker)
                chances.add(new Chance(world.scheduler.now(), worker.number, moment));
            while (!given.isEmpty() && given.peekFirst().at() <= world.scheduler.now()) apply(given.removeFirst());
            return;
        }
        if (processFaults > 0
                && process instanceof SimWorker worker
                && random.nextDouble() < ofProcess * weight(moment) * trouble(worker)) {
            processFaults--;
            troubled[worker.number] = world.scheduler.now() + TROUBLE;
            apply(ofProcess(worker.number));
        }
        if (serverFaults > 0 && moment != Moment.IDLE && random.nextDouble() < ofServers) {
            serverFaults--;
            apply(ofServer());
        }
    }

    private int weight(Moment moment) {
        return moment == favourite ? FAVOURITE : moment.weight();
    }

    /** A fault seldom comes alone. */
    private int trouble(SimWorker worker) {
        return world.scheduler.now() < troubled[worker.number] ? 4 : 1;
    }

    private Fault ofProcess(int worker) {
        Kind kind = usual != null && random.nextInt(10) < 4 ? usual : drawKind();
        return switch (kind) {
            case PAUSE, FREEZE -> fault(kind, worker, pause(), 0);
            case STALL -> fault(kind, worker, seconds(3, 9), 0);
            case CRASH -> fault(kind, worker, random.nextBoolean() ? seconds(.2, 3) : seconds(5, 30), 0);
            case CUT_REDIS -> fault(kind, worker, seconds(3, 45), 0);
            case CUT_KAFKA, CUT_STORE -> fault(kind, worker, seconds(3, 30), 0);
            case WALL_JUMP -> fault(kind, worker, 0, random.nextInt(-60_000, 60_000));
            case REBALANCE -> fault(kind, worker, 0, random.nextInt(World.PARTITIONS));
            default -> fault(kind, worker, 0, 0);
        };
    }

    private Kind drawKind() {
        double kind = random.nextDouble();
        if (kind < .25) return Kind.PAUSE;
        if (kind < .33) return Kind.FREEZE;
        if (kind < .40) return Kind.STALL;
        if (kind < .64) return Kind.CRASH;
        if (kind < .74) return Kind.CUT_REDIS;
        if (kind < .79) return Kind.CUT_KAFKA;
        if (kind < .83) return Kind.CUT_STORE;
        if (kind < .90) return Kind.DRAIN;
        if (kind < .94) return Kind.BROWSER_KILLED;
        return kind < .97 ? Kind.WALL_JUMP : Kind.REBALANCE;
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
            case STALL -> {
                worker.freeze(fault.micros());
                world.network.cut(worker, Server.REDIS, fault.micros() + 30_000_000);
            }
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
            case WALL_JUMP -> worker.wallClockJumps(fault.amount());
            case BROWSER_KILLED -> world.whatsapp.killBrowserOf(worker);
            case DRAIN -> worker.drain();
            case UNLINKED -> world.whatsapp.unlink(world.sessions.get((int) fault.amount()));
        }
    }
}
