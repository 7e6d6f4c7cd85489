package io.rookery.worker.browser;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Until when a page may act, on the wall clock that worker and page share. It only moves forward, also while the page is still being opened. Safe for use by many threads. */
public final class PageDeadline {
    private final AtomicLong millis;

    public PageDeadline(Instant until) {
        millis = new AtomicLong(until.toEpochMilli());
    }

    public void extend(Instant until) {
        millis.accumulateAndGet(until.toEpochMilli(), Math::max);
    }

    public long toEpochMilli() {
        return millis.get();
    }
}
