package io.rookery.worker.session;

import org.jspecify.annotations.Nullable;

/** A command that is being carried out in a page. */
interface Work {
    /** Goes on as far as it can. Called after every input, and about ten times a second. */
    void progress();

    void on(Input input);

    /** How it ended; null while it has not. */
    @Nullable Verdict verdict();

    /** Whether nothing of it is on its way, so that a drain may leave it to the next owner. */
    boolean mayBeLeft();
}
