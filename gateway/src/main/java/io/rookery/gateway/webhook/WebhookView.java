package io.rookery.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.SessionId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A web hook as callers see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Webhook", description = "An HTTP endpoint that is told what happens")
record WebhookView(
        @Schema(example = "wh_4t2kq7zj5mxw3ra6bcde") String webhookId,

        @Schema(example = "https://hooks.example.com/rookery")
        String url,

        @Schema(description = "Empty for all of the tenant", example = "[\"alice\"]")
        List<String> sessions,

        @Schema(description = "Empty for all but session.qr", example = "[\"message.*\",\"session.status\"]")
        List<String> types,

        @Schema(
                description = "Names of the headers that are sent; their values are secret",
                example = "[\"Authorization\"]")
        List<String> headers,

        boolean enabled,

        @Schema(
                description =
                        "A stable code, where nobody has disabled it on purpose: HTTP_410, its endpoint wants nothing any more",
                example = "HTTP_410")
        @Nullable String disabledBecause,

        @Schema(description = "The keys that sign, the newest last")
        List<KeyView> keys,

        Instant createdAt) {

    /** A signing key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WebhookKey")
    record KeyView(
            @Schema(example = "whk_q7zj5mxw3ra6") String keyId,
            Instant createdAt,

            @Schema(description = "When it stops signing; missing of the newest one") @Nullable Instant expiresAt) {}

    /** The secret is shown this once. */
    @Schema(name = "WebhookSecret")
    record Created(
            WebhookView webhook,
            @Schema(example = "whk_q7zj5mxw3ra6") String keyId,

            @Schema(
                    description = "Shown this once: the key of the HMAC in base64, behind whsec_",
                    example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            String secret) {

        static Created of(Webhooks.WithSecret made, Instant now) {
            return new Created(WebhookView.of(made.webhook(), now), made.keyId(), made.secret());
        }

        @Override
        public String toString() {
            return "Created[" + webhook.webhookId() + "]";
        }
    }

    @Schema(name = "Webhooks")
    record All(List<WebhookView> webhooks) {}

    static WebhookView of(Webhook webhook, Instant now) {
        return new WebhookView(
                webhook.id().value(),
                webhook.url(),
                webhook.sessions().stream().map(SessionId::value).sorted().toList(),
                webhook.events().types(),
                webhook.headers(),
                webhook.enabled(),
                webhook.disabledBecause(),
                webhook.keys().stream()
                        .filter(key -> key.signsAt(now))
                        .map(key -> new KeyView(key.id(), key.createdAt(), key.expiresAt()))
                        .toList(),
                webhook.createdAt());
    }
}
