package io.rookery.gateway.webhook;

import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.config.ConfigEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Web hooks and their secrets as JSON, the form in which they are kept. Fields that a later version adds are ignored. */
final class WebhookFormat {
    private static final Logger log = LoggerFactory.getLogger(WebhookFormat.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private WebhookFormat() {}

    private record Stored(
            String tenant,
            String url,
            List<String> sessions,
            List<String> types,
            boolean enabled,
            @Nullable String disabledBecause,
            List<Webhook.Key> keys,
            List<String> headers,
            Sealed secrets,
            Instant createdAt,
            @Nullable String request,
            Instant since) {}

    static String write(Webhook webhook) {
        return JSON.writeValueAsString(new Stored(
                webhook.tenant().value(),
                webhook.url(),
                webhook.sessions().stream().map(SessionId::value).sorted().toList(),
                webhook.events().types(),
                webhook.enabled(),
                webhook.disabledBecause(),
                webhook.keys(),
                webhook.headers(),
                webhook.secrets(),
                webhook.createdAt(),
                webhook.request(),
                webhook.since()));
    }

    /** Empty, and a line in the log, where this version can't read it: the others go on. */
    static Optional<Webhook> read(ConfigEntry entry) {
        try {
            Stored stored = JSON.readValue(entry.json(), Stored.class);
            Set<SessionId> sessions =
                    stored.sessions().stream().map(SessionId::new).collect(Collectors.toUnmodifiableSet());
            return Optional.of(new Webhook(
                    new WebhookId(entry.id()),
                    new TenantId(stored.tenant()),
                    stored.url(),
                    sessions,
                    new EventFilter(stored.types()),
                    stored.enabled(),
                    stored.disabledBecause(),
                    stored.keys(),
                    stored.headers(),
                    stored.secrets(),
                    stored.createdAt(),
                    stored.request(),
                    stored.since()));
        } catch (JacksonException | InvalidValue | NullPointerException e) { // a part that is missing is null
            log.atWarn().addKeyValue("version", entry.version()).log("a web hook can't be read and is left out");
            return Optional.empty();
        }
    }

    static String write(WebhookSecrets secrets) {
        return JSON.writeValueAsString(secrets);
    }

    static WebhookSecrets secrets(String json) throws SecretSeal.SecretsUnavailable {
        try {
            return JSON.readValue(json, WebhookSecrets.class);
        } catch (JacksonException | NullPointerException e) {
            throw new SecretSeal.SecretsUnavailable("the secrets can't be read");
        }
    }
}
