package io.rookery.worker.browser;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when a page may act, on the wall clock that worker and page share. The newest word counts, also where it names an earlier time: then the clock was set back. Safe for
 * use by many threads; one of them extends.
 */
public final class PageDeadline {
    private final AtomicLong millis;

    public PageDeadline(Instant until) {
        millis = new AtomicLong(until.toEpochMilli());
    }

    public void extend(Instant until) {
        millis.set(until.toEpochMilli());
    }

    public long toEpochMilli() {
        return millis.get();
    }
}
