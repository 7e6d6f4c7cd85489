package io.rookery.worker.browser;

import io.rookery.events.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a page tells by itself. */
public sealed interface PageEvent {
    /** A code for a person with the phone: QR content. A new one replaces it before or when it expires. */
    record QrCode(String code, Instant expiresAt) implements PageEvent {}

    /** The letters that a person types into the phone. */
    record PairingCode(String code, Instant expiresAt) implements PageEvent {}

    /** WhatsApp has refused to give a pairing code, several times: QR codes follow in its place. */
    record PairingCodeRefused() implements PageEvent {}

    /** A phone has linked the device, or the restored device's log-in was accepted. Once per page at the most. */
    record Authenticated() implements PageEvent {}

    /** Messages can be sent and received; {@code webVersion} is what WhatsApp Web calls itself. Also after a lost connection has come back. */
    record Ready(Event.Account account, @Nullable String webVersion) implements PageEvent {
        public Ready(Event.Account account) {
            this(account, null);
        }
    }

    record MessageReceived(Event.Message message, boolean backfill) implements PageEvent {}

    /** An own message: sent through this page, or on the phone. */
    record MessageSent(Event.Message message) implements PageEvent {}

    record MessageAck(String messageId, String chatId, Event.AckLevel level) implements PageEvent {}

    /** Something became of a message that was told before: an edit, a deletion, a reaction, a vote. */
    record Told(Event.OfMessage event) implements PageEvent {}

    /**
     * The page's connection to WhatsApp is gone; the page tries to get it back by itself.
     *
     * @param reason a stable code where WhatsApp does not let the page in: {@code TEMPORARILY_BANNED}, {@code WEB_VERSION_TOO_OLD}
     * @param until when it will let it in again, where it says so
     */
    record Disconnected(
            @Nullable String reason,
            @Nullable String text,
            @Nullable Instant until) implements PageEvent {
        public Disconnected() {
            this(null, null, null);
        }
    }

    /** What WhatsApp holds back from the account; also told where it is known already. */
    record Restricted(Event.Restricted restriction) implements PageEvent {}

    /**
     * WhatsApp has unlinked the device (by the phone, or by itself): the credentials are worthless.
     *
     * @param reason {@code LOGGED_OUT} where the worker has asked for it, {@code ACCOUNT_LOCKED}, otherwise {@code DEVICE_REMOVED}
     */
    record LoggedOut(String reason) implements PageEvent {}

    /** Another connection of the same device has replaced this one. */
    record Conflict() implements PageEvent {}

    /** The profile was linked before, but lacks what a whole one has: an infrastructure fault, not a log-out. */
    record ProfileBroken(String reason) implements PageEvent {}

    /** The browser or its page is gone or hangs; the page takes no calls any more. Always the last event. */
    record Crashed(String reason) implements PageEvent {}
}
