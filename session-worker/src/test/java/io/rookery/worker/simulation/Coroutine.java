package io.rookery.worker.simulation;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Blocking code that runs only while it holds the baton: a virtual thread that hands it back wherever the code would wait. So exactly one thread of a simulation runs at
 * any time, and which one follows from the seed alone.
 */
final class Coroutine {
    /** Ends blocking code whose process has died. An Error, because production code must not catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("its process is dead", null, false, false);
        }
    }

    private final Runnable body;
    private @Nullable Thread thread;
    private volatile @Nullable Thread driver; // who waits for the baton; null while it is the driver's
    private volatile boolean done;
    private volatile boolean killed;
    private volatile @Nullable Throwable failure;

    Coroutine(Runnable body) {
        this.body = body;
    }

    boolean isDone() {
        return done;
    }

    /** From now on it only ends. */
    void kill() {
        killed = true;
    }

    /** By the scheduler: lets it run until it waits or ends. Throws what it threw. */
    void resume() {
        if (done) return;
        if (killed && thread == null) {
            done = true;
            return;
        }
        driver = Thread.currentThread();
        if (thread == null) thread = Thread.ofVirtual().start(this::run);
        else LockSupport.unpark(thread);
        while (driver != null) LockSupport.park(this);
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException unchecked) throw unchecked;
        if (thrown instanceof Error error) throw error;
    }

    private void run() {
        try {
            body.run();
        } catch (Killed e) {
            // as it should
        } catch (Throwable e) { // the edge: the driver rethrows it
            failure = e;
        }
        done = true;
        handBack();
    }

    private void handBack() {
        Thread waiting = driver;
        driver = null;
        LockSupport.unpark(waiting);
    }

    /** By its own code: waits until the scheduler resumes it. */
    void suspend() {
        check();
        handBack();
        while (driver == null) LockSupport.park(this);
        check();
    }

    /** Throws where its process has died. */
    void check() {
        if (killed) throw new Killed();
    }
}
