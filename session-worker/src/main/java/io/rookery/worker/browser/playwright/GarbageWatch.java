package io.rookery.worker.browser.playwright;

import java.time.Duration;

/**
 * Says when a page is to be asked to collect its garbage: a minute after it was opened, and then whenever it has grown by a part in thirty-two, but not more often than every two minutes.
 * It takes a page of 30 MB some 40 ms.
 *
 * <p>A browser does that by itself in pages that are not in sight. A headless page always is; so what it has once used it keeps, even where it has had nothing to do for a long time. Safe for use by many threads.
 */
final class GarbageWatch {
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration APART = Duration.ofMinutes(2);
    private static final int SHARE = 32;

    private boolean begun;
    private boolean collected;
    private long since;
    private long least = Long.MAX_VALUE;

    /**
     * @param bytes that the page's browser uses
     * @param now monotonic nanoseconds
     * @return whether it is due; whoever was told so has to see to it
     */
    synchronized boolean isDue(long bytes, long now) {
        if (!begun) since = now;
        begun = true;
        least = Math.min(least, bytes);
        Duration passed = Duration.ofNanos(now - since);
        boolean due = collected
                ? passed.compareTo(APART) >= 0 && bytes - least > least / SHARE
                : passed.compareTo(FIRST) >= 0;
        if (!due) return false;
        collected = true;
        since = now;
        least = Long.MAX_VALUE; // as it will be weighed next
        return true;
    }
}
