package io.rookery.systest.world;

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
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's API as somebody with curl uses it: a path, a body, headers, and whatever comes back. */
public final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();

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

    public Answer call(String method, String path, String body, Map<String, String> headers) {
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
