package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import io.rookery.events.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of a session's profile, and all that is done with it. Three keys are derived from it, one for each use, so that none of them says anything about another:
 *
 * <ul>
 *   <li>files: AES-256-GCM in segments of 64 KiB, each file under a key of its own (HKDF over a random salt of 32 bytes), so that the number of files has no limit that matters;
 *   <li>manifests: AES-256-GCM with random nonces; of these one key may seal 2^32 (NIST SP 800-38D, 8.3), one a minute for eight thousand years;
 *   <li>names: HMAC-SHA256 of a file's content.
 * </ul>
 *
 * Safe for use by many threads. The key itself can't be got out of it.
 */
final class DataKey {
    /** Of the key, and of each that is derived from it. */
    static final int BYTES = 32;

    private static final int SEGMENT = 64 * 1024;
    private static final String MAC = "HmacSha256";

    private final DataKeyId id;
    private final @Nullable TenantId tenant;
    private final StreamingAead files;
    private final Aead manifests;
    private final SecretKeySpec names;

    /**
     * @param tenant whose session it is; null where that is not known, because the key was made before tenants were named
     * @param secret {@link #BYTES} random bytes; not kept
     */
    DataKey(DataKeyId id, @Nullable TenantId tenant, byte[] secret) {
        if (secret.length != BYTES) throw new IllegalArgumentException("a data key has " + BYTES + " bytes");
        this.id = id;
        this.tenant = tenant;
        try {
            this.files = new AesGcmHkdfStreaming(derived(secret, "files"), MAC, BYTES, SEGMENT, 0);
            this.manifests = new AesGcmJce(derived(secret, "manifests"));
            this.names = new SecretKeySpec(derived(secret, "names"), MAC);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    private static byte[] derived(byte[] secret, String use) throws GeneralSecurityException {
        return Hkdf.computeHkdf(MAC, secret, new byte[0], ("rookery " + use).getBytes(UTF_8), BYTES);
    }

    DataKeyId id() {
        return id;
    }

    /** Whose session it is; null where the key does not say it. */
    @Nullable TenantId tenant() {
        return tenant;
    }

    /** What that which it seals is bound to. */
    TenantId binding() {
        return tenant == null ? Binding.NOBODY_IN_PARTICULAR : tenant;
    }

    /** For the keyed hash of a file's content. */
    Mac nameOf() {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(names);
            return mac;
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /** What is written into it arrives encrypted; whole only when it is closed. */
    OutputStream encrypting(OutputStream target, byte[] binding) throws IOException {
        try {
            return files.newEncryptingStream(target, binding);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /** Gives nothing out that is not authentic; throws an {@link IOException} instead. Whole only when it was read to its end. */
    InputStream decrypting(InputStream source, byte[] binding) throws IOException {
        try {
            return files.newDecryptingStream(source, binding);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    byte[] seal(byte[] text, byte[] binding) {
        try {
            return manifests.encrypt(text, binding);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /** Empty where it was not sealed by this key, or not as this. */
    Optional<byte[]> open(byte[] sealed, byte[] binding) {
        try {
            return Optional.of(manifests.decrypt(sealed, binding));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static IllegalStateException noSuchAlgorithm(GeneralSecurityException e) {
        return new IllegalStateException("every Java has AES-GCM and HMAC-SHA256", e);
    }

    @Override
    public String toString() {
        return "DataKey[" + id.text() + "]";
    }
}
