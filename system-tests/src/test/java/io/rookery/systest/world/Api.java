package io.rookery.systest.world;

import io.rookery.quickstart.process.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's API as somebody with curl uses it: a path, a body, headers, and whatever comes back. */
public final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> PASSING = Set.of("KAFKA_UNAVAILABLE", "REDIS_UNAVAILABLE");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final Map<String, String> credentials;

    /** @param credentials headers of every call */
    public Api(String base, Map<String, String> credentials) {
        this.base = base;
        this.credentials = Map.copyOf(credentials);
    }

    /** What came back. */
    public record Answer(int status, String type, byte[] body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** Of a machine that stood still, not of the call. */
        boolean isPassing() {
            return status == 503 && PASSING.contains(text("code"));
        }

        /** A field of the JSON body; a path with slashes for one further down. Empty where there is none. */
        public String text(String field) {
            return json().at("/" + field).asString("");
        }

        @Override
        public String toString() {
            return status + " " + type + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    public Answer get(String path) {
        return call("GET", path, "", Map.of());
    }

    public Answer get(String path, String accept) {
        return call("GET", path, "", Map.of("Accept", accept));
    }

    public Answer post(String path, String json) {
        return call("POST", path, json, Map.of());
    }

    /** Waits for the outcome, as long as the gateway lets anybody wait. */
    public Answer postAndWait(String path, String json) {
        return call("POST", path, json, Map.of("Prefer", "wait=30"));
    }

    /** As every client does: asks again, under the same idempotency key, where a part of the service was not there for a moment. */
    public Answer call(String method, String path, String body, Map<String, String> headers) {
        Map<String, String> repeatable = new HashMap<>(headers);
        if (method.equals("POST"))
            repeatable.putIfAbsent("Idempotency-Key", UUID.randomUUID().toString());
        var clock = Wait.stopwatch();
        Answer answer = once(method, path, body, repeatable);
        while (answer.isPassing() && clock.elapsed().compareTo(PATIENCE) < 0) {
            Wait.pause(Duration.ofMillis(300));
            answer = once(method, path, body, repeatable);
        }
        return answer;
    }

    private Answer once(String method, String path, String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(40))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) request.header("Content-Type", "application/json");
        credentials.forEach(request::header);
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + method + " " + path + " at " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
