package io.rookery.store.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The data key of one file. Two keys are derived from it: one seals what is known of the file (AES-256-GCM), the other its content (AES-256-GCM in segments of 64 KiB, so that what is given out is
 * authentic without the whole being held). The key itself can't be got out of it.
 */
final class MediaKey {
    /** Of the key, and of each that is derived from it. */
    static final int BYTES = 32;

    private static final int SEGMENT = 64 * 1024;
    private static final String MAC = "HmacSha256";

    private final Aead info;
    private final StreamingAead content;

    /** @param secret {@link #BYTES} random bytes; not kept */
    MediaKey(byte[] secret) {
        if (secret.length != BYTES) throw new IllegalArgumentException("a data key has " + BYTES + " bytes");
        try {
            this.info = new AesGcmJce(derived(secret, "info"));
            this.content = new AesGcmHkdfStreaming(derived(secret, "content"), MAC, BYTES, SEGMENT, 0);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    private static byte[] derived(byte[] secret, String use) throws GeneralSecurityException {
        return Hkdf.computeHkdf(MAC, secret, new byte[0], ("rookery media " + use).getBytes(UTF_8), BYTES);
    }

    byte[] seal(byte[] text, byte[] binding) {
        try {
            return info.encrypt(text, binding);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /** Empty where it was not sealed by this key, or not as this. */
    Optional<byte[]> open(byte[] sealed, byte[] binding) {
        try {
            return Optional.of(info.decrypt(sealed, binding));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** What is written into it arrives encrypted; whole only when it is closed. */
    OutputStream encrypting(OutputStream target, byte[] binding) throws IOException {
        try {
            return content.newEncryptingStream(target, binding);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /** Gives nothing out that is not authentic; throws an {@link IOException} instead. Whole only when it was read to its end. */
    InputStream decrypting(InputStream source, byte[] binding) throws IOException {
        try {
            return content.newDecryptingStream(source, binding);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    private static IllegalStateException noSuchAlgorithm(GeneralSecurityException e) {
        return new IllegalStateException("every Java has AES-GCM and HMAC-SHA256", e);
    }
}
