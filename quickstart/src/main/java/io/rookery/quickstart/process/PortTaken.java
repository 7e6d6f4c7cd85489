package io.rookery.quickstart.process;

/** Somebody else listens on a port that a part was told to use. */
public final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String part;
    private final int port;

    public PortTaken(String part, int port) {
        super("port " + port + ", wanted for " + part + ", is taken");
        this.part = part;
        this.port = port;
    }

    public String part() {
        return part;
    }

    public int port() {
        return port;
    }
}
