package io.rookery.worker.simulation;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * How fast the clocks run. A worker counts its lease on its own clock, Redis on its own; the margin of 3 s in 15 s covers a worker's clock that is up to a fifth slower than
 * Redis'. Faster ones only give up earlier.
 */
record Clocks(double redis, double[] workers) {
    /** The slowest worker's clock beside Redis' that the margin covers: 12 s of it are 15 s there. */
    static final double SLOWEST = 0.8;

    static Clocks draw(Random random) {
        boolean exact = random.nextBoolean();
        double redis = exact ? 1 : random.nextDouble(0.5, 2);
        double slowest = Math.max(0.5, redis * SLOWEST);
        double[] workers = IntStream.range(0, World.WORKERS)
                .mapToDouble(i -> exact ? 1 : random.nextDouble(Math.min(slowest, 1.99), 2))
                .toArray();
        return new Clocks(redis, workers);
    }

    SimClock ofRedis(Scheduler scheduler) {
        return new SimClock(scheduler, redis, 0);
    }

    SimClock ofWorker(Scheduler scheduler, int number) {
        return new SimClock(scheduler, workers[number], 1000L * (number + 1));
    }
}
