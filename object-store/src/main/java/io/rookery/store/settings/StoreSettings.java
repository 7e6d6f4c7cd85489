package io.rookery.store.settings;

import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.s3.S3Settings;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetFile;
import io.rookery.store.tink.KeysetMasterKeys;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code rookery.store.*}. There is no default for the master key, and no way to go without.
 *
 * @param endpoint null for AWS's own
 * @param accessKey with {@code secretKey}; null for the AWS SDK's usual places
 * @param masterKeyFile holds the keyset, in Tink's JSON; it, or {@code masterKey}
 * @param masterKey the same JSON itself; a secret
 * @param trustedCertificates a PEM file of the authorities that may vouch for the store; null for those that the JVM trusts
 */
public record StoreSettings(
        @Nullable URI endpoint,
        String region,
        String bucket,
        @Nullable String accessKey,
        @Nullable String secretKey,
        boolean pathStyle,
        boolean createBucket,
        @Nullable String masterKeyFile,
        @Nullable String masterKey,
        @Nullable String trustedCertificates) {
    public static final String MASTER_KEY_FILE = "rookery.store.master-key-file";
    public static final String MASTER_KEY = "rookery.store.master-key";
    private static final String TRUSTED_CERTIFICATES = "rookery.store.trusted-certificates";

    /** @throws StoreMisconfigured where a part is missing, or the certificates can't be read */
    public S3Settings s3() throws StoreMisconfigured {
        try {
            S3Settings settings = S3Settings.of(endpoint, region, bucket, credentials(), pathStyle, createBucket);
            String file = orEmpty(trustedCertificates);
            return file.isEmpty() ? settings : settings.trusting(Authorities.of(TRUSTED_CERTIFICATES, Path.of(file)));
        } catch (IllegalArgumentException e) {
            throw new StoreMisconfigured("the object store can't be used: " + e.getMessage());
        }
    }

    private S3Settings.@Nullable Credentials credentials() throws StoreMisconfigured {
        if (accessKey == null && secretKey == null) return null;
        if (accessKey == null || secretKey == null)
            throw new StoreMisconfigured("rookery.store.access-key and rookery.store.secret-key belong together");
        return new S3Settings.Credentials(accessKey, secretKey);
    }

    public boolean hasMasterKey() {
        return !orEmpty(masterKeyFile).isEmpty() || !orEmpty(masterKey).isEmpty();
    }

    /** @throws StoreMisconfigured where there is no usable one, or it is not clear which; never repeats what it is */
    public MasterKeys masterKeys() throws StoreMisconfigured {
        String file = orEmpty(masterKeyFile);
        String text = orEmpty(masterKey);
        if (!file.isEmpty() && !text.isEmpty()) {
            throw new StoreMisconfigured(MASTER_KEY_FILE + " and " + MASTER_KEY + " are both set; one of them must go");
        }
        if (file.isEmpty() && text.isEmpty()) {
            throw new StoreMisconfigured(
                    MASTER_KEY_FILE
                            + " is not set; it names the file with the master key that profiles are encrypted with: make one with ./rookery keys create FILE");
        }
        try {
            return file.isEmpty()
                    ? KeysetMasterKeys.of(Keyset.parse(text))
                    : KeysetMasterKeys.of(new KeysetFile(Path.of(file)));
        } catch (KeyUnavailable e) {
            throw new StoreMisconfigured((file.isEmpty() ? MASTER_KEY + " can't be used: " : "") + e.getMessage());
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    @Override
    public String toString() {
        return "StoreSettings[endpoint=" + endpoint + ", bucket=" + bucket + "]";
    }
}
