package io.rookery.worker.session;

import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.Pulse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Has a ready page prove now and then that it lives. One silence may be chance; two in a row are a doubt. */
final class Watchdog {
    /** The page's own thread has not answered. */
    static final String PAGE_SILENT = "PAGE_SILENT";

    /** The page lives, its connection does not. */
    static final String SOCKET_SILENT = "SOCKET_SILENT";

    private static final int SILENCES = 2;
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration DEAF = Duration.ofSeconds(60);

    private final HostContext host;
    private boolean watching;
    private boolean probing;
    private long nextProbe;
    private int probes;
    private int silences;
    private String silence = "";

    Watchdog(HostContext host) {
        this.host = host;
    }

    /** The page has just said that it is ready. */
    void watch() {
        watching = true;
        silences = 0;
        later();
    }

    /** There is no page, or one that knows itself that it is not ready. */
    void rest() {
        watching = false;
        probing = false;
        silences = 0;
    }

    void progress() {
        if (!watching || probing || !host.reached(nextProbe) || !host.sure()) return;
        probing = true;
        host.emit(new Effect.Probe());
    }

    /** The answer that comes next is the page's own; any other one is of a page before it. */
    boolean isProbing() {
        return probing;
    }

    void probed(CallResult<Pulse> result) {
        if (!probing) return;
        probing = false;
        String heard = silenceIn(result);
        if (heard == null) {
            silences = 0;
            later();
        } else {
            silences++;
            silence = heard;
            nextProbe = host.in(AGAIN);
        }
    }

    /** A call got no answer: what waits for it shall not have to wait for the next round. */
    void suspect() {
        nextProbe = Math.min(nextProbe, host.now().monotonic());
    }

    private static @Nullable String silenceIn(CallResult<Pulse> result) {
        if (!(result instanceof CallResult.Done<Pulse>(var pulse))) return PAGE_SILENT;
        return pulse.connected() && pulse.unanswered().compareTo(DEAF) < 0 ? null : SOCKET_SILENT;
    }

    private void later() {
        nextProbe = host.inAbout(host.settings.lifecycle().probe(), ++probes);
    }

    /** Whether the last proof was given. */
    boolean isSure() {
        return silences == 0;
    }

    /** Why the page is taken for dead; null where it is not. */
    @Nullable String doubt() {
        return silences >= SILENCES ? silence : null;
    }
}
