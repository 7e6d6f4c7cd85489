package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import java.net.URI;

/**
 * For how long codes are shown to nobody. A window begins with its first code; at its end the page is opened anew, and after the last one the session closes itself: by a command in the log, as
 * anybody could give it. So the end is an outcome like any other, and whoever links a phone, or starts the session again, in the very last moment wins or loses by the order of the log.
 *
 * <pre>
 *  IDLE ──code──→ SHOWING ──5 min──→ over: once more, or (the last one) a close is asked for, again after each further window
 *    └←─ linked ─────┘
 * </pre>
 */
final class PairingWindow {
    static final String OVER = "PAIRING_WINDOW_OVER";
    static final String TIMEOUT = "PAIRING_TIMEOUT";
    static final URI SOURCE = URI.create("/worker");
    private static final long RETRY_MILLIS = 2000;
    private static final long NEVER = Long.MAX_VALUE;

    private final HostContext host;
    private int unattended; // in a row
    private int asked; // counts the closes of this epoch
    private long endsAt = NEVER;
    private long askAgainAt = NEVER;

    PairingWindow(HostContext host) {
        this.host = host;
    }

    /** A code is shown. */
    void shows() {
        if (endsAt == NEVER) endsAt = host.in(host.settings.lifecycle().pairingWindow());
    }

    /** A phone has linked the session, or somebody has asked for it: they are there. */
    void attended() {
        unattended = 0;
        endsAt = NEVER;
        askAgainAt = NEVER;
    }

    /** Asked while a code waits for a person. @return whether the page shall be opened anew, because its window is over and another one follows */
    boolean isOver() {
        shows();
        if (host.reached(askAgainAt)) ask();
        if (!host.reached(endsAt)) return false;
        endsAt = NEVER;
        unattended++;
        if (unattended < host.settings.lifecycle().pairingWindows()) return true;
        endsAt = host.in(host.settings.lifecycle().pairingWindow()); // the close may get lost, or be too late
        asked++;
        ask();
        return false;
    }

    /** Under the same id, however often. */
    private void ask() {
        askAgainAt = NEVER;
        var now = host.now().wall();
        host.emit(new Effect.Submit(new CommandMessage(
                host.session,
                new CommandId("pairing-timeout-%s-%d".formatted(host.epoch, asked)),
                SOURCE,
                now,
                now.plus(host.settings.lifecycle().pairingWindow()),
                host.tenant,
                null,
                new Command.Close(true))));
    }

    void submitted(boolean done) {
        if (!done && endsAt != NEVER) askAgainAt = host.now().monotonic() + RETRY_MILLIS;
    }
}
