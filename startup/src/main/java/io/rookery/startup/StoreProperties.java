package io.rookery.startup;

import io.rookery.store.settings.StoreSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The object store. A gateway without a master key has none.
 *
 * @param endpoint none for AWS's own
 * @param masterKeyFile holds the keyset that wraps the keys of profiles and files, in Tink's JSON; it, or {@code masterKey}
 * @param masterKey the same JSON itself; a secret
 * @param accessKey with {@code secretKey}; none for the AWS SDK's usual places
 * @param trustedCertificates a PEM file of the authorities that may vouch for the store; none for those that the JVM trusts
 */
@ConfigurationProperties("rookery.store")
public record StoreProperties(
        @Nullable URI endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("rookery") String bucket,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @DefaultValue("true") boolean pathStyle,
        @DefaultValue("true") boolean createBucket,
        @Nullable String masterKeyFile,
        @Nullable String masterKey,
        @Nullable String trustedCertificates) {

    public StoreSettings settings() {
        return new StoreSettings(
                endpoint,
                region,
                bucket,
                accessKey,
                secretKey,
                pathStyle,
                createBucket,
                masterKeyFile,
                masterKey,
                trustedCertificates);
    }

    /** Whether somebody wanted a store. */
    public boolean isMeant() {
        return settings().hasMasterKey() || endpoint != null || accessKey != null || secretKey != null;
    }

    @Override
    public String toString() {
        return "StoreProperties[endpoint=" + endpoint + ", bucket=" + bucket + "]";
    }
}
