package io.rookery.worker.lease;

/** What becomes of a command that admission has looked at. */
public enum AdmitDecision {
    /** The same id was answered at a lower offset: nothing happens. */
    DUPLICATE,
    /** The position is already answered. */
    SKIP,
    /** The session should run: its owner will do it. */
    OWNER,
    /** The session should run from now on, any worker may claim it. */
    CLAIMABLE,
    /** The session is stopped, or unknown: admission answers. */
    REJECT,
    /** A start whose user has another session: admission answers. */
    USER_HAS_SESSION,
    /** Nothing was decided: the user has other sessions than the caller knows. Look again. */
    USER_CHANGED
}
