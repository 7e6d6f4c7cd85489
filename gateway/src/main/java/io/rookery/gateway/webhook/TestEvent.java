package io.rookery.gateway.webhook;

import io.rookery.http.OutboundHttp;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An event that says nothing, to see whether an endpoint takes and verifies what comes. Blocks; safe for use by many threads. */
final class TestEvent {
    static final String TYPE = "io.rookery.webhook.test";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Webhooks webhooks;
    private final WebhookProperties properties;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    TestEvent(Webhooks webhooks, WebhookProperties properties, InstantSource clock) {
        this.webhooks = webhooks;
        this.properties = properties;
        this.clock = clock;
    }

    @Schema(name = "WebhookTest")
    record Result(
            @Schema(description = "Whether the status was 200 to 299")
            boolean delivered,

            @Schema(description = "HTTP_ and the status, URL_FORBIDDEN, TIMEOUT, NO_ANSWER", example = "HTTP_204")
            String answer,

            @Schema(example = "38") long durationMillis) {}

    Result send(Webhook webhook) {
        var sender = new Sender(webhook, webhooks.opened(webhook), new OutboundHttp(properties.http()), clock);
        String id = "ev_" + RandomText.of(random, 24);
        Instant begun = clock.instant();
        Answer answer = sender.post(id, body(webhook, id, begun));
        return new Result(
                answer instanceof Answer.Status status && status.status() / 100 == 2,
                answer.code(),
                Duration.between(begun, clock.instant()).toMillis());
    }

    private static String body(Webhook webhook, String id, Instant now) {
        var event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", "/rookery/webhooks/" + webhook.id());
        event.put("type", TYPE);
        event.put("time", now.toString());
        event.put("tenant", webhook.tenant().value());
        event.put("datacontenttype", "application/json");
        event.set("data", JSON.valueToTree(Map.of()));
        return JSON.writeValueAsString(event);
    }
}
