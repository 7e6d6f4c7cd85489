package io.rookery.events;

/** What a session is doing, as its users see it. */
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
    DESTROYED
}
