package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.PageEvent;

/** The codes that a page shows until a phone has linked the session. */
final class CodesShown {
    private final Narrator narrator;
    private final Reconnecting reconnecting;
    private final PairingWindow window;
    private boolean asking; // a code waits for a person
    private boolean refused; // WhatsApp gives no pairing code: QR codes are shown instead

    CodesShown(HostContext host, Narrator narrator, Reconnecting reconnecting) {
        this.narrator = narrator;
        this.reconnecting = reconnecting;
        this.window = new PairingWindow(host);
    }

    /** No message can be sent before somebody has scanned it. */
    boolean isAsking() {
        return asking;
    }

    /** @see PairingWindow#isOver */
    boolean isWindowOver() {
        return asking && window.isOver();
    }

    /** A page is opened: whatever the one before had shown. */
    void begin() {
        asking = false;
        refused = false;
    }

    /** There is no page that could show any. */
    void end() {
        asking = false;
    }

    /** Somebody wants the session. */
    void attended() {
        window.attended();
    }

    /** A phone has linked it. */
    void linked() {
        asking = false;
        window.attended();
    }

    void submitted(boolean done) {
        window.submitted(done);
    }

    void refused() {
        refused = true;
    }

    void shows(PageEvent.QrCode qr) {
        shows();
        if (refused)
            narrator.state(
                    SessionState.QR_READY,
                    "PAIRING_CODE_REFUSED",
                    "WhatsApp gives no pairing code now; QR codes are shown instead");
        else narrator.state(SessionState.QR_READY);
        narrator.qr(Command.Method.QR, qr.code(), qr.expiresAt());
    }

    void shows(PageEvent.PairingCode code) {
        shows();
        narrator.state(SessionState.PAIRING_CODE_READY);
        narrator.qr(Command.Method.CODE, code.code(), code.expiresAt());
    }

    private void shows() {
        asking = true;
        if (reconnecting.isTurnedAway()) narrator.state(SessionState.INITIALIZING); // it is let in after all
        reconnecting.letIn();
        window.shows();
    }
}
