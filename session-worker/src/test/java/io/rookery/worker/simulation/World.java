package io.rookery.worker.simulation;

import io.rookery.events.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything there is: three workers with one slot each, three sessions in two partitions, the servers around them, and a workload. */
final class World {
    static final int WORKERS = 3;
    static final int SESSIONS = 3;
    static final int PARTITIONS = 2;
    static final long FAULTS_END = 150_000_000;
    static final long END = 480_000_000;

    /**
     * What a run is made from.
     *
     * @param off rules that do not hold
     * @param workload null: from the seed
     * @param faults null: from the seed
     */
    record Plan(
            long seed,
            Set<Safeguard> off,
            @Nullable List<Submission> workload,
            @Nullable List<Fault> faults) {
        static Plan of(long seed, Set<Safeguard> off) {
            return new Plan(seed, off, null, null);
        }
    }

    final Plan plan;
    final Scheduler scheduler = new Scheduler();
    final Random random;
    final List<SessionId> sessions;
    final Faults faults;
    final Network network;
    final Topics topics;
    final SimRedis redis;
    final SimStore store;
    final WhatsApp whatsapp;
    final Ledger ledger;
    final List<SimWorker> workers = new ArrayList<>();
    final AdmissionGroup admission;
    final List<Submission> workload;
    private final @Nullable List<String> trace;
    private long names;

    World(Plan plan, boolean traced) {
        this.plan = plan;
        this.trace = traced ? new ArrayList<>() : null;
        this.random = new Random(plan.seed() * 7919 + 1);
        this.sessions = IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(i -> new SessionId("s" + i))
                .toList();
        this.faults = new Faults(this, plan.seed(), plan.faults());
        this.network = new Network(this);
        this.ledger = new Ledger(this);
        this.topics = new Topics(this);
        Clocks clocks = Clocks.draw(random);
        this.redis = new SimRedis(this, clocks.ofRedis(scheduler));
        this.store = new SimStore(this);
        this.whatsapp = new WhatsApp(this);
        this.admission = new AdmissionGroup(this);
        boolean namesakes = random.nextInt(4) == 0;
        for (int i = 0; i < WORKERS; i++)
            workers.add(new SimWorker(this, i, "w" + (namesakes ? i / 2 : i), clocks.ofWorker(scheduler, i)));
        this.workload = plan.workload() != null ? plan.workload() : Submission.draw(plan.seed(), sessions);
    }

    boolean on(Safeguard rule) {
        return !plan.off().contains(rule);
    }

    /** A time between, given in seconds. */
    long micros(double from, double to) {
        return (long) ((from + random.nextDouble() * (to - from)) * 1e6);
    }

    /** A number that nothing else has. */
    long unique() {
        return names++;
    }

    /** The first two share one, the third has its own. */
    int partition(SessionId session) {
        return sessions.indexOf(session) == 2 ? 1 : 0;
    }

    void trace(Supplier<String> line) {
        if (trace != null) trace.add("%9.3f  %s".formatted(scheduler.now() / 1e6, line.get()));
    }

    List<String> trace() {
        return trace == null ? List.of() : trace;
    }

    /** Ends every thread. */
    void end() {
        workers.forEach(SimProcess::end);
    }
}
