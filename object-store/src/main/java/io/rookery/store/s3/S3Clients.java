package io.rookery.store.s3;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How the AWS SDK is set up, and what its errors say. */
final class S3Clients {
    private static final int TRIES = 3;

    private S3Clients() {}

    /** Checksums, chunked signatures and {@code Expect} are left away where they may be: other servers than AWS's stumble over them. */
    static S3Client create(S3Settings settings) {
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings.credentials()))
                .putAuthScheme(new UnsignedPayloads())
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .build())
                .httpClientBuilder(http(settings))
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(TRIES)
                                        .build())
                                .apiCallAttemptTimeout(settings.callTimeout())
                                .apiCallTimeout(total(settings.callTimeout())));
        if (settings.endpoint() != null) builder.endpointOverride(settings.endpoint());
        return builder.build();
    }

    private static UrlConnectionHttpClient.Builder http(S3Settings settings) {
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(settings.callTimeout())
                .socketTimeout(settings.callTimeout());
        if (!settings.authorities().isEmpty()) {
            TrustManager[] trusted = trustManagers(settings.authorities());
            http.tlsTrustManagersProvider(() -> trusted);
        }
        return http;
    }

    private static TrustManager[] trustManagers(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities)
                store.setCertificateEntry("authority-" + store.size(), authority);
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM can't hold certificates", e);
        }
    }

    /** For the calls that carry files. */
    static AwsRequestOverrideConfiguration patience(S3Settings settings) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(settings.transferTimeout())
                .apiCallTimeout(total(settings.transferTimeout()))
                .build();
    }

    private static Duration total(Duration oneTry) {
        return oneTry.multipliedBy(TRIES).plusSeconds(1);
    }

    private static AwsCredentialsProvider credentials(S3Settings.@Nullable Credentials given) {
        return given == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(given.accessKey(), given.secretKey()));
    }

    /** S3's error code; empty where the answer was no S3 error document. */
    static String code(S3Exception e) {
        var details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** For people, in a few words; the whole is in the exception. */
    static String reason(SdkException e) {
        if (e instanceof S3Exception answer) {
            return "HTTP " + answer.statusCode() + " " + code(answer);
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message;
    }
}
