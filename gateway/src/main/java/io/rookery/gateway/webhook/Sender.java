package io.rookery.gateway.webhook;

import io.rookery.events.CloudEventCodec;
import io.rookery.http.HttpFault;
import io.rookery.http.OutboundHttp;
import io.rookery.http.OutboundHttpException;
import io.rookery.http.PostRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts events to one endpoint. Its turns are its own: an endpoint that hangs keeps nobody else waiting. Blocks; safe for use by many threads. */
final class Sender {
    private final Webhook webhook;
    private final WebhookSecrets secrets;
    private final OutboundHttp http;
    private final InstantSource clock;

    Sender(Webhook webhook, WebhookSecrets secrets, OutboundHttp http, InstantSource clock) {
        this.webhook = webhook;
        this.secrets = secrets;
        this.http = http;
        this.clock = clock;
    }

    Answer post(String eventId, String body) {
        Map<String, String> headers = new LinkedHashMap<>(secrets.headers());
        headers.putAll(Signatures.headers(webhook.keys(), secrets, eventId, clock.instant(), body));
        try {
            var answer = http.post(new PostRequest(webhook.url(), CloudEventCodec.CONTENT_TYPE, body, headers));
            return new Answer.Status(answer.status(), answer.retryAfter());
        } catch (OutboundHttpException e) {
            return new Answer.None(cause(e.fault()));
        }
    }

    private static Answer.Cause cause(HttpFault fault) {
        return switch (fault) {
            case URL_INVALID, URL_FORBIDDEN -> Answer.Cause.URL_FORBIDDEN;
            case TIMEOUT -> Answer.Cause.TIMEOUT;
            case NOT_FOUND, FETCH_FAILED, TOO_LARGE, TYPE_UNSUPPORTED -> Answer.Cause.NO_ANSWER;
        };
    }
}
