package io.rookery.worker.session;

import io.rookery.events.Health;
import io.rookery.events.SessionState;
import org.jspecify.annotations.Nullable;

/** What becomes of the watchdog's doubt in a ready page: the session is degraded, and the page opened anew as long as that is within its budget. */
final class LifeDoubts {
    static final String RECYCLES = "the page gives no sign of life and is opened anew";
    private static final String RECYCLED_OFTEN = "RECYCLED_OFTEN";
    private static final String WAITS =
            "the page gives no sign of life; it was opened anew too often of late and waits for some minutes";

    private final HostContext host;
    private final Narrator narrator;
    private final Watchdog watchdog;
    private final RecycleBudget budget;
    private @Nullable String degraded; // why the page is taken for dead

    LifeDoubts(HostContext host, Narrator narrator, Watchdog watchdog) {
        this.host = host;
        this.narrator = narrator;
        this.watchdog = watchdog;
        this.budget = new RecycleBudget(host);
    }

    boolean isDegraded() {
        return degraded != null;
    }

    /** There is no page any more, or it says itself how it is. */
    void forget() {
        degraded = null;
    }

    /** Asked of a ready page. @return why it shall be opened anew; null where it shall not */
    @Nullable String recycle() {
        String doubt = watchdog.doubt();
        if (doubt == null) {
            over();
            return null;
        }
        if (degraded != null) narrator.note(degraded, Health.HEALTHY);
        degraded = doubt;
        narrator.note(doubt, Health.WARNING);
        if (budget.isSpent()) narrator.note(RECYCLED_OFTEN, Health.CRITICAL);
        if (host.sure() && budget.take()) return doubt;
        narrator.state(SessionState.DEGRADED, doubt, WAITS);
        return null;
    }

    private void over() {
        if (degraded != null) {
            narrator.note(degraded, Health.HEALTHY);
            degraded = null;
            narrator.state(SessionState.READY);
        }
        if (!budget.isSpent()) narrator.note(RECYCLED_OFTEN, Health.HEALTHY);
    }
}
