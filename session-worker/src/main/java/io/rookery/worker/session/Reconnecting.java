package io.rookery.worker.session;

import io.rookery.worker.browser.PageEvent;
import java.time.Duration;

/** For how long a page may be without its connection to WhatsApp. One that is turned away until some time is left alone until then: asking more often does not help an account. */
final class Reconnecting {
    private static final String BANNED = "TEMPORARILY_BANNED";
    private static final Duration BAN_WITHOUT_AN_END = Duration.ofMinutes(10);
    private static final long NEVER = Long.MAX_VALUE;

    private final HostContext host;
    private long by = NEVER;
    private boolean turnedAway; // by WhatsApp, which says why

    Reconnecting(HostContext host) {
        this.host = host;
    }

    /** A page that has just been opened takes longer. */
    void opened() {
        by = host.in(host.settings.lifecycle().reconnectWait().multipliedBy(2));
    }

    void disconnected(PageEvent.Disconnected why) {
        turnedAway = why.reason() != null;
        Duration wait = host.settings.lifecycle().reconnectWait();
        Duration left = why.until() != null
                ? Duration.between(host.now().wall(), why.until())
                : BANNED.equals(why.reason()) ? BAN_WITHOUT_AN_END : Duration.ZERO;
        by = host.in(left.isNegative() ? wait : wait.plus(left));
    }

    /** It has it, or there is no page. */
    void end() {
        by = NEVER;
    }

    boolean isOver() {
        return host.reached(by);
    }

    boolean isTurnedAway() {
        return turnedAway;
    }

    void letIn() {
        turnedAway = false;
    }
}
