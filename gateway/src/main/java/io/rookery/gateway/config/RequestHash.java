package io.rookery.gateway.config;

import io.rookery.events.CommandId;
import io.rookery.events.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Marks what a request has made, so that its repeat makes nothing more: kept with the entry, for as long as that is there. Of two at once, on whichever gateways, both write; the topic's order says which
 * was first, and the other one takes its own back.
 */
public final class RequestHash {
    /** The header that names a request. */
    public static final String HEADER = "Idempotency-Key";

    private RequestHash() {}

    /**
     * @param keyId of the API key that asks: another key's requests are others
     * @param header null where the request has no name; then nothing is its repeat
     * @throws InvalidValue where it is no name
     */
    public static @Nullable String of(String keyId, @Nullable String header) {
        if (header == null) return null;
        if (!CommandId.isValid(header)) throw new InvalidValue(HEADER, "must be 1 to 128 visible ASCII characters");
        try {
            byte[] name = (keyId + " " + header).getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
