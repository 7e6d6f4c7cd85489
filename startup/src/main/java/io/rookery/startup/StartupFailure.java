package io.rookery.startup;

/** A program can't start; the message is one line for the operator, without secrets. */
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupFailure(String message) {
        super(message);
    }
}
