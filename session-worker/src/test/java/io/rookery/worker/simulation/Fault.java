package io.rookery.worker.simulation;

/**
 * Something that goes wrong, at a moment.
 *
 * @param at microseconds of the simulation
 * @param worker whom it befalls; ignored where it befalls a server
 * @param micros how long it lasts, or when its end comes
 * @param amount what else it needs
 */
record Fault(long at, Kind kind, int worker, long micros, long amount) {
    enum Kind {
        /** SIGSTOP of the worker's process. */
        PAUSE,
        /** The whole machine stands still, browsers included. */
        FREEZE,
        /** The process stands still, and does not reach Redis for half a minute when it goes on. */
        STALL,
        /** SIGKILL; it comes up again after that time. */
        CRASH,
        /** The worker does not reach Redis. */
        CUT_REDIS,
        CUT_KAFKA,
        CUT_STORE,
        /** The server is away for everybody. */
        REDIS_AWAY,
        KAFKA_AWAY,
        STORE_AWAY,
        FLUSHALL,
        /** Redis comes back after that time with what it holds now. */
        REDIS_RESTART,
        /** Another member of admission's group gets the partition; the old one does not know yet. */
        REBALANCE,
        /** The worker's wall clock jumps by that many milliseconds. */
        WALL_JUMP,
        /** A browser of the worker is killed. */
        BROWSER_KILLED,
        /** The worker's sessions are handed over. */
        DRAIN,
        /** A phone unlinks the device. */
        UNLINKED
    }

    @Override
    public String toString() {
        return "%s worker %d, %.1f s%s".formatted(kind, worker, micros / 1e6, amount == 0 ? "" : ", " + amount);
    }
}
