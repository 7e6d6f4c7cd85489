package io.rookery.store.media;

import io.rookery.events.InvalidValue;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a file is known by, within its tenant. */
public record MediaId(String value) {
    private static final Pattern VALID = Pattern.compile("^[A-Za-z0-9_-]{1,64}$");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    public MediaId {
        if (!VALID.matcher(value).matches())
            throw new InvalidValue("mediaId", "must be 1 to 64 of A-Z, a-z, 0-9, '_' and '-'");
    }

    /** One that nobody has and nobody guesses: 128 random bits. */
    public static MediaId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new MediaId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
