package io.rookery.store.settings;

/** What was set can't be used; the message is one line for the operator, without secrets. */
public final class StoreMisconfigured extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreMisconfigured(String message) {
        super(message);
    }
}
