package io.rookery.worker.session;

import io.rookery.events.Health;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.Pulse;
import java.time.Duration;

/**
 * Says when a page has come to use more memory than a session may, and shall be opened anew: WhatsApp Web keeps what it has shown for as long as its document lives. A page that is as large again soon
 * after is left alone for a while: the limit is too low for it, and opening it again and again would be worse.
 */
final class MemoryWatch {
    static final String LIMIT = "MEMORY_LIMIT";
    static final String REOPENED = "the page has come to use more memory than a session may and is opened anew";
    static final Duration APART = Duration.ofMinutes(30);

    private final HostContext host;
    private final Narrator narrator;
    private boolean over;
    private boolean taken; // and not small enough since
    private long notBefore = Long.MIN_VALUE;

    MemoryWatch(HostContext host, Narrator narrator) {
        this.host = host;
        this.narrator = narrator;
    }

    void probed(CallResult<Pulse> result) {
        long limit = host.settings.lifecycle().memoryLimit();
        if (limit == 0 || !(result instanceof CallResult.Done<Pulse>(var pulse)) || pulse.memory() == 0) return;
        over = pulse.memory() > limit;
        taken = taken && over;
        narrator.note(LIMIT, taken ? Health.WARNING : Health.HEALTHY);
    }

    void pageIsGone() {
        over = false;
    }

    /** Asked when nothing would be disturbed. @return whether it is to be opened anew, now */
    boolean take() {
        if (!over || !host.reached(notBefore)) return false;
        taken = true;
        notBefore = host.in(APART);
        return true;
    }
}
