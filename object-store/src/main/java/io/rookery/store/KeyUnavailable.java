package io.rookery.store;

/**
 * A stored profile can't be opened, or a new one not be sealed, because a key is missing here: the master key is not known to this worker, or the service that has it does not answer. It says
 * nothing about the profile. Nothing is deleted, no new login is asked for, and no new data key takes the place of one that exists; it may be tried again when the key is there.
 */
public final class KeyUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyUnavailable(String message) {
        super(message);
    }

    public KeyUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
