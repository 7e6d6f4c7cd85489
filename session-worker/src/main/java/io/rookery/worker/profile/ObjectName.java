package io.rookery.worker.profile;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a stored file: the keyed hash of its content ({@link DataKey}), and the generation that uploaded it. The second part makes names unique: once an object has been given up, no
 * later generation uses its name again, so a deletion that arrives late hits nothing.
 *
 * @param hash HMAC-SHA256, 64 lower-case hexadecimal digits
 */
record ObjectName(String hash, ManifestKey writtenBy) {
    private static final int HASH_LENGTH = 64;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    ObjectName {
        if (!isHash(hash)) throw new IllegalArgumentException("not a hash in lower-case hexadecimal digits");
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    String text() {
        return hash + "-" + writtenBy.text();
    }

    /** Empty for what Rookery has not written. */
    static Optional<ObjectName> parse(String text) {
        if (text.length() <= HASH_LENGTH || text.charAt(HASH_LENGTH) != '-') return Optional.empty();
        String hash = text.substring(0, HASH_LENGTH);
        if (!isHash(hash)) return Optional.empty();
        return ManifestKey.parse(text.substring(HASH_LENGTH + 1)).map(key -> new ObjectName(hash, key));
    }
}
