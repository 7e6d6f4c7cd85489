package io.rookery.quickstart.process;

/** A part could not be started or did not do what was asked. The message is one line for a person; nothing else needs to be shown. */
public final class PartFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PartFailed(String message) {
        super(message);
    }

    public PartFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
