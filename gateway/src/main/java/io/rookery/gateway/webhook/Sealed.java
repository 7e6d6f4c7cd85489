package io.rookery.gateway.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Secrets as they are kept in Kafka.
 *
 * @param masterKey the id of the master key that they are encrypted under; null where the gateway has none and they lie there as they are
 * @param text base64 where they are encrypted
 */
public record Sealed(@Nullable String masterKey, String text) {
    @Override
    public String toString() {
        return "Sealed[" + masterKey + "]";
    }
}
