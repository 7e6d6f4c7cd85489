package io.rookery.events.redis;

import io.rookery.events.WorkerId;

/** Where in Redis the workers stand. Nothing is decided by these entries but who may use a worker's name; they come back by themselves after a loss. */
public final class WorkerKeys {
    /** Sorted set: worker ids by their last sign of life, in milliseconds of Redis' clock. */
    public static final String WORKERS = "rookery:workers";

    /** What each worker's key begins with. */
    public static final String PREFIX = "rookery:worker:";

    private WorkerKeys() {}

    /**
     * Hash of one worker, removed a minute after its last sign of life: {@code home} (its data directory's own id), {@code incarnation} (one life of its process), {@code seen} (last sign of
     * life, milliseconds of Redis' clock), {@code host}, {@code pid}, {@code slots}, {@code sessions} (that take a slot), {@code connected} and {@code disconnected} (those of them that WhatsApp's server speaks
     * to, and those that have lost it; the others are on their way), {@code memoryUsed} and {@code memoryBudget} (bytes, of browsers and their drivers),
     * {@code draining} ({@code true}: it hands over what it has and claims nothing).
     */
    public static String worker(WorkerId worker) {
        return PREFIX + worker;
    }
}
