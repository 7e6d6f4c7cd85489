package io.rookery.worker.simulation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs many seeds, as many at a time as there are processors. */
final class Seeds {
    /**
     * What came of them.
     *
     * @param seeds how many were run
     * @param steps of all of them
     * @param violations by seed
     */
    record Report(long seeds, long steps, Map<Long, Simulation.Result> violations) {}

    private final Set<Safeguard> off;
    private final int enough;
    private final AtomicLong next;
    private final long end;
    private final AtomicLong run = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final Map<Long, Simulation.Result> violations = new ConcurrentSkipListMap<>();
    private volatile @Nullable Throwable error;

    private Seeds(long from, long count, Set<Safeguard> off, int enough) {
        this.next = new AtomicLong(from);
        this.end = from + count;
        this.off = off;
        this.enough = enough;
    }

    /** @param enough stops after so many violations */
    static Report run(long from, long count, Set<Safeguard> off, int enough) throws InterruptedException {
        return new Seeds(from, count, off, enough).run();
    }

    private Report run() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> Thread.ofVirtual().start(this::work))
                .toList();
        for (Thread thread : threads) thread.join();
        if (error != null) throw new IllegalStateException("the simulation itself failed", error);
        return new Report(run.get(), steps.get(), violations);
    }

    private void work() {
        long seed = next.getAndIncrement();
        while (seed < end && violations.size() < enough && error == null) {
            try {
                var result = Simulation.run(World.Plan.of(seed, off));
                steps.addAndGet(result.steps());
                if (result.violation() != null) violations.put(seed, result);
            } catch (RuntimeException | Error e) { // the edge: the test fails with it
                error = new IllegalStateException("seed " + seed, e);
            }
            run.incrementAndGet();
            seed = next.getAndIncrement();
        }
    }
}
