package io.rookery.store;

/** The object store did not answer, or refused. It says nothing about what is stored: nothing may be concluded from it, only tried again. */
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
