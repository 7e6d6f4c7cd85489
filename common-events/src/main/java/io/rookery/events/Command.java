package io.rookery.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody wants a session to do. One record per kind; its components are the {@code data} of the CloudEvent. */
public sealed interface Command {

    /** The CloudEvent {@code type} of this command. */
    default String type() {
        return CommandType.of(this).type();
    }

    /** Let the session run: restore it, or link a new device. Running already: succeeds and changes nothing. */
    record Start(@Nullable Pairing pairing) implements Command {
        public Pairing pairingOrDefault() {
            return pairing == null ? Pairing.QR : pairing;
        }
    }

    /** How a phone shall link a session that has no device yet. */
    record Pairing(Method method, @Nullable String phoneNumber) {
        public static final Pairing QR = new Pairing(Method.QR, null);

        public Optional<String> phone() {
            return Optional.ofNullable(phoneNumber);
        }
    }

    /** QR code, or the eight letters that a person types into the phone. */
    enum Method {
        @JsonProperty("qr")
        QR,
        @JsonProperty("code")
        CODE
    }

    /** Stop the session's browser; the credentials are kept, a later start needs no phone. */
    record Close() implements Command {}

    /** Unlink the device at WhatsApp and purge its credentials; the session's record stays. */
    record LogOut() implements Command {}

    /** Log out where possible, purge, and forget: only the highest epoch stays. */
    record Destroy() implements Command {}

    /**
     * Send a text.
     *
     * @param to a phone number in E.164 form (with or without the plus), or a chat id as WhatsApp writes it
     * @param text 1 to 65,536 characters
     */
    record SendText(String to, String text) implements Command {}
}
