package io.rookery.store.s3;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the object store.
 *
 * @param endpoint null for AWS's own of the region
 * @param credentials null for the AWS SDK's usual places (environment, profile, instance)
 * @param pathStyle bucket in the path, as most S3 servers other than AWS want it
 * @param createBucket whether a missing bucket is created at start-up
 * @param callTimeout for one try of a small call; a call is tried up to three times
 * @param transferTimeout for one try of sending or getting a file
 * @param authorities whose certificates are trusted, and no others; empty for those that the JVM trusts
 */
public record S3Settings(
        @Nullable URI endpoint,
        String region,
        String bucket,
        @Nullable Credentials credentials,
        boolean pathStyle,
        boolean createBucket,
        Duration callTimeout,
        Duration transferTimeout,
        List<X509Certificate> authorities) {

    public S3Settings {
        authorities = List.copyOf(authorities);
        if (bucket.isBlank()) throw new IllegalArgumentException("a bucket must be named");
        if (region.isBlank()) throw new IllegalArgumentException("a region must be named");
    }

    /** With 5 s for a call and 60 s for a file. */
    public static S3Settings of(
            @Nullable URI endpoint,
            String region,
            String bucket,
            @Nullable Credentials credentials,
            boolean pathStyle,
            boolean createBucket) {
        return new S3Settings(
                endpoint,
                region,
                bucket,
                credentials,
                pathStyle,
                createBucket,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                List.of());
    }

    /** The same place, which must show a certificate of one of these. */
    public S3Settings trusting(List<X509Certificate> certificates) {
        return new S3Settings(
                endpoint,
                region,
                bucket,
                credentials,
                pathStyle,
                createBucket,
                callTimeout,
                transferTimeout,
                certificates);
    }

    /** How people know the place. */
    String place() {
        return Optional.ofNullable(endpoint).map(URI::toString).orElse("AWS S3 in " + region);
    }

    /** A static key pair; its text says nothing. */
    public record Credentials(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return "Credentials[…]";
        }
    }
}
