package io.rookery.worker.browser;

import org.jspecify.annotations.Nullable;

/** No browser could be started, or the page did not load. Nothing was done; trying again later is right. */
public final class BrowserUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrowserUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
