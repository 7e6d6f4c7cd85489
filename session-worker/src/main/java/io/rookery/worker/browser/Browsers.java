package io.rookery.worker.browser;

import java.util.concurrent.CompletionStage;

/** Starts browsers. Safe for use by many threads; nothing here blocks its caller. */
public interface Browsers extends AutoCloseable {

    /**
     * Starts a browser on a profile directory and opens WhatsApp Web in it.
     *
     * <p>What happens then is told to the listener, on a thread that must not be blocked.
     *
     * @return the page once it can take calls; fails with {@link PageUnavailable} where no browser could be started, or the page did not load. Nothing is left running then.
     */
    CompletionStage<WhatsAppPage> open(PageRequest request, PageListener listener);

    /** The browser's version, as it says itself; a profile is not opened by an older one. */
    String version();

    /** Closes every browser that is still open, and waits until none is left. */
    @Override
    void close();
}
