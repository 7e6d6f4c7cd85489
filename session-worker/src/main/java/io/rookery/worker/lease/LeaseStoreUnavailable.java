package io.rookery.worker.lease;

import org.jspecify.annotations.Nullable;

/** The lease store did not answer in time. Ambiguous: the step may have happened, or may still happen. */
public final class LeaseStoreUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public LeaseStoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
