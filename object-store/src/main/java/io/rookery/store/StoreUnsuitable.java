package io.rookery.store;

/** The object store answers, but does not keep a rule that Rookery depends on, or is set up wrongly. Trying again does not help; the message says in one sentence what is wrong. */
public final class StoreUnsuitable extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreUnsuitable(String message) {
        super(message);
    }
}
