package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final Webhook.Key OLD = new Webhook.Key("whk_old", Instant.EPOCH, NOW.plusSeconds(1));
    private static final Webhook.Key NEW = new Webhook.Key("whk_new", Instant.EPOCH, null);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final WebhookSecrets SECRETS =
            new WebhookSecrets(Map.of("whk_old", SECRET, "whk_new", "whsec_AAAA"), Map.of());

    /** The example of the specification's libraries. */
    @Test
    void aSignatureIsThatOfTheSpecification() {
        Map<String, String> headers = Signatures.headers(
                List.of(OLD), SECRETS, "msg_p5jXN8AQM9LWM0D4loKWxJek", NOW, "{\"test\": 2432232314}");
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                .containsEntry("rookery-key-id", "whk_old");
    }

    @Test
    void whileKeysOverlapBothSign_theNewestFirst() {
        Map<String, String> headers = Signatures.headers(List.of(OLD, NEW), SECRETS, "ev_1", NOW, "{}");
        assertThat(headers).containsEntry("rookery-key-id", "whk_new whk_old");
        assertThat(headers.get("webhook-signature")).matches("v1,\\S+ v1,\\S+");
    }

    @Test
    void aKeyThatHasExpiredSignsNoMore() {
        Map<String, String> headers = Signatures.headers(List.of(OLD, NEW), SECRETS, "ev_1", NOW.plusSeconds(1), "{}");
        assertThat(headers).containsEntry("rookery-key-id", "whk_new");
        assertThat(headers.get("webhook-signature")).doesNotContain(" ");
    }
}
