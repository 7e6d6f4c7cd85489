package io.rookery.gateway.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the holder of a key sends: {@code rk_<id>_<secret>}. The prefix lets scanners find keys that were committed by mistake; the id finds the key without comparing secrets.
 *
 * @param id no secret
 * @param text all of it; 256 random bits
 */
record KeySecret(String id, String text) {
    static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 32;
    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final Pattern FORM = Pattern.compile("rk_([a-z0-9]{16})_[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of a key that does not exist yet. */
    static KeySecret fresh() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int letter = 0; letter < ID_LENGTH; letter++)
            id.append(ID_LETTERS.charAt(RANDOM.nextInt(ID_LETTERS.length())));
        return freshOf(id.toString());
    }

    /** Another one for the same key. */
    static KeySecret freshOf(String id) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new KeySecret(
                id, "rk_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    static Optional<KeySecret> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new KeySecret(matcher.group(1), text)) : Optional.empty();
    }

    /** SHA-256 in hexadecimal. There is nothing to guess in 256 random bits, so no slow hash is needed: that would only make each request slow. */
    String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Takes the same time wherever they differ. */
    boolean matches(String sha256) {
        return MessageDigest.isEqual(
                sha256().getBytes(StandardCharsets.US_ASCII), sha256.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "KeySecret[" + id + "]";
    }
}
