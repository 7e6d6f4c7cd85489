package io.rookery.worker.lease;

/** The lease store has lost its memory (wiped, restarted, or another server): it refuses every step until the records are rebuilt. */
public final class Amnesia extends Exception {
    private static final long serialVersionUID = 1L;

    public Amnesia() {
        super("the lease store has lost its memory");
    }
}
