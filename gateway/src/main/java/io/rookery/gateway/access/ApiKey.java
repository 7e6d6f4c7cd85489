package io.rookery.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The key of a file. Only its SHA-256 is kept; the comparison takes the same time wherever a guess goes wrong. */
public final class ApiKey {
    static final int MIN_LENGTH = 16;
    private final byte[] digest;

    /** @throws IllegalArgumentException where the key is too short or holds anything but visible ASCII */
    public ApiKey(String key) {
        if (key.length() < MIN_LENGTH)
            throw new IllegalArgumentException("the API key must have at least " + MIN_LENGTH + " characters");
        if (!key.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f))
            throw new IllegalArgumentException("the API key must consist of visible ASCII characters");
        this.digest = sha256(key);
    }

    public boolean matches(String guess) {
        return MessageDigest.isEqual(digest, sha256(guess));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
