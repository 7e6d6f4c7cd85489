package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.PlaywrightException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a page collect all its garbage, now. Of the lane's thread, which waits for it. */
final class PageGarbage {
    private static final Logger log = LoggerFactory.getLogger(PageGarbage.class);

    private final CDPSession cdp;
    private final BrowserMetrics metrics;

    PageGarbage(CDPSession cdp, BrowserMetrics metrics) {
        this.cdp = cdp;
        this.metrics = metrics;
    }

    void collect() {
        try {
            metrics.collection.record(() -> cdp.send("HeapProfiler.collectGarbage"));
        } catch (PlaywrightException e) {
            log.atDebug().setCause(e).log("A page did not collect its garbage");
        }
    }
}
