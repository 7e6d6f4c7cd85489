package io.rookery.gateway.session;

import io.rookery.events.Command;
import java.time.Instant;

/**
 * What a person needs to link a phone. A secret.
 *
 * @param code the content of the QR code, or the letters to type
 */
record PairingCode(Command.Method method, String code, Instant expiresAt) {
    boolean isValid(Instant now) {
        return expiresAt.isAfter(now);
    }

    @Override
    public String toString() {
        return "PairingCode[" + method + ", expires " + expiresAt + "]";
    }
}
