package io.rookery.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** That a real store accepts these signatures is shown by {@link S3ObjectStoreIT}. */
class UnsignedPayloadsTest {
    @ParameterizedTest
    @CsvSource({
        "http://store.example.org/rookery/key, store.example.org",
        "http://store.example.org:9000/rookery/key, store.example.org:9000",
        "https://store.example.org/rookery/key, store.example.org",
        "https://store.example.org:9000/rookery/key, store.example.org:9000"
    })
    void thePayloadIsLeftOut_andTheRestStaysAsItIs(URI url, String host) {
        SdkHttpRequest signed = signed(url, "content");

        assertThat(signed.firstMatchingHeader("x-amz-content-sha256")).contains("UNSIGNED-PAYLOAD");
        assertThat(signed.firstMatchingHeader("Host")).contains(host);
        assertThat(signed.getUri()).isEqualTo(url);
        assertThat(authorization(signed))
                .contains("SignedHeaders=host;")
                .isEqualTo(authorization(signed(url, "other")));
    }

    @Test
    void bothProtocolsHaveTheSameSignature() {
        assertThat(authorization(signed(URI.create("http://store.example.org/rookery/key"), "content")))
                .isEqualTo(authorization(signed(URI.create("https://store.example.org/rookery/key"), "content")));
    }

    /** Its host would be another one by the other protocol. */
    @Test
    void plainHttpOnThePortOfTheOtherOne_isSignedWithItsPayload() {
        SdkHttpRequest signed = signed(URI.create("http://store.example.org:443/rookery/key"), "content");

        assertThat(signed.firstMatchingHeader("x-amz-content-sha256"))
                .get()
                .asString()
                .matches("[0-9a-f]{64}");
        assertThat(signed.firstMatchingHeader("Host")).contains("store.example.org:443");
    }

    private static SdkHttpRequest signed(URI url, String content) {
        var request = SignRequest.builder(AwsCredentialsIdentity.create("key", "secret"))
                .request(SdkHttpRequest.builder()
                        .method(SdkHttpMethod.PUT)
                        .uri(url)
                        .build())
                .payload(ContentStreamProvider.fromString(content, UTF_8))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                // As the SDK's S3 client has it.
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .build();
        return new UnsignedPayloads().signer().sign(request).request();
    }

    private static String authorization(SdkHttpRequest signed) {
        return signed.firstMatchingHeader("Authorization").orElseThrow();
    }
}
