package io.rookery.events;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a session is doing, as its users see it.
 *
 * <pre>
 *             ┌──────────── a worker hands it over, has no room, its store is away ────────────┐
 *             ↓                                                                                 │
 *  start → QUEUED → INITIALIZING ─┬→ QR_READY ⇄ PAIRING_CODE_READY ──┐  (unlinked: a person     │
 *                     ↑  ↑        │                                  ↓   comes with the phone)  │
 *                     │  │        └──────── (linked) ──────→ AUTHENTICATED → READY ⇄ DEGRADED   │
 *                     │  │                                           │        ⇅        │        │
 *                     │  └── a page is opened anew ──── DISCONNECTED ┴────────┴────────┘        │
 *                     │                                                                         │
 *                     └── start again ── CLOSED · LOGGED_OUT · FAILED · DESTROYED ←── from any ─┘
 * </pre>
 *
 * {@link #next} is the diagram's exact form: every change that a reader of the status events can see, in the order of their epochs and numbers.
 */
public enum SessionState {
    /** It should run, but nobody has taken it yet, or it waits for something (the reason says what). */
    QUEUED,
    /** A worker has it: the profile is restored, the browser starts. */
    INITIALIZING,
    /** A QR code waits to be scanned. */
    QR_READY,
    /** A pairing code waits to be typed into the phone. */
    PAIRING_CODE_READY,
    /** The phone has linked the device, or a restored device has logged in; the page is still loading. */
    AUTHENTICATED,
    /** Messages can be sent and received. */
    READY,
    /** It runs, but the watchdog doubts that it lives. */
    DEGRADED,
    /** The page has lost its connection to WhatsApp and tries to get it back. */
    DISCONNECTED,
    /** Stopped; the credentials are kept. */
    CLOSED,
    /** The device is unlinked; the credentials are purged. */
    LOGGED_OUT,
    /** It can't run; the reason says why. */
    FAILED,
    /** Gone for good. */
    DESTROYED;

    /** Whether it has come to rest there: only a command, or another owner, leads out of it. */
    public boolean isAtRest() {
        return this == CLOSED || this == LOGGED_OUT || this == FAILED || this == DESTROYED;
    }

    /** The states that may follow. A state may be told again, with another reason. */
    public Set<SessionState> next() {
        Set<SessionState> next = EnumSet.of(this, CLOSED, LOGGED_OUT, FAILED, DESTROYED, QUEUED);
        switch (this) {
            case QUEUED, CLOSED, LOGGED_OUT, FAILED, DESTROYED -> next.add(INITIALIZING);
            case INITIALIZING ->
                next.addAll(EnumSet.of(QR_READY, PAIRING_CODE_READY, AUTHENTICATED, READY, DISCONNECTED));
            case QR_READY, PAIRING_CODE_READY ->
                next.addAll(EnumSet.of(QR_READY, PAIRING_CODE_READY, AUTHENTICATED, INITIALIZING, DISCONNECTED));
            case AUTHENTICATED -> next.addAll(EnumSet.of(READY, INITIALIZING, DISCONNECTED));
            case READY -> next.addAll(EnumSet.of(DEGRADED, DISCONNECTED, INITIALIZING));
            case DEGRADED, DISCONNECTED -> next.addAll(EnumSet.of(AUTHENTICATED, READY, DISCONNECTED, INITIALIZING));
        }
        return next;
    }
}
