package io.rookery.worker.browser;

/** There is no browser, or nothing that runs it, on this machine. A start-up fault; the message is one line for the person who starts the program. */
public final class BrowserNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrowserNotFound(String message) {
        super(message);
    }
}
