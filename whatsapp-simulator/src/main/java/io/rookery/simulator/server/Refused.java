package io.rookery.simulator.server;

/** What was asked for is against the rules; the message says which, in words for a person. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int status;

    public Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** @return the HTTP status that fits best */
    public int status() {
        return status;
    }
}
