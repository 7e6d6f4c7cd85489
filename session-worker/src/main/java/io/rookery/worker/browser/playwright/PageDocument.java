package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.rookery.events.SessionId;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is done about the document that makes one page this or that version of WhatsApp Web. Of the lane's thread. */
interface PageDocument {
    /** Before the page goes to its address. */
    void prepare(CDPSession cdp, Page page, String address);

    /** The page is ready, and calls itself this version. Repeats are harmless. */
    void runs(@Nullable String version);

    /**
     * @param steps does something later on the lane's thread
     * @param background for what the disk takes part in
     */
    static PageDocument of(WebVersion wanted, SessionId session, Consumer<Runnable> steps, Executor background) {
        return switch (wanted) {
            case WebVersion.Served ignored -> new AsServed();
            case WebVersion.Kept kept -> new KeptDocument(kept.folder(), session, steps, background);
            case WebVersion.Pinned pinned -> new PinnedDocument(pinned, session, steps);
        };
    }

    /** Nothing is done about it. */
    record AsServed() implements PageDocument {
        @Override
        public void prepare(CDPSession cdp, Page page, String address) {}

        @Override
        public void runs(@Nullable String version) {}
    }
}
