package io.rookery.quickstart.api;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Wait;
import io.rookery.quickstart.state.ClusterStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the gateway with its API key. Every answer that is not the wanted one is a {@link PartFailed} with the problem's own words. */
public final class GatewayClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(45);
    private static final Duration REPEATED_FOR = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final String base;
    private final String key;

    public GatewayClient(String base, String key) {
        this.base = base;
        this.key = key;
    }

    /** @throws PartFailed where the key's file cannot be read */
    public static GatewayClient of(ClusterStatus.Gateway gateway) {
        try {
            String key = Files.readString(Path.of(gateway.apiKeyFile())).strip();
            return new GatewayClient(gateway.url(), key);
        } catch (IOException e) {
            throw new PartFailed("cannot read the API key in " + gateway.apiKeyFile(), e);
        }
    }

    /**
     * A session as the gateway shows it.
     *
     * @param worker that owns it, or an empty string
     */
    public record Session(String id, String state, String worker, long epoch) {}

    /** Asks for it; the gateway has accepted it when this returns. */
    public void start(String sessionId) {
        command(
                "POST",
                "/v1/sessions",
                Map.of("sessionId", sessionId, "pairing", Map.of("method", "qr")),
                Map.of(),
                202);
    }

    /** All of them, page by page. */
    public List<Session> sessions() {
        var sessions = new ArrayList<Session>();
        String after = "";
        do {
            JsonNode page = call("GET", "/v1/sessions?limit=500" + after, null, Map.of(), 200);
            page.path("sessions").forEach(session -> sessions.add(session(session)));
            after = page.has("next") ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());
        return sessions;
    }

    /** @return empty where the gateway knows no such session */
    public Optional<Session> session(String sessionId) {
        HttpResponse<String> answer = send("GET", "/v1/sessions/" + sessionId, null, Map.of());
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(session(json("GET", "/v1/sessions/" + sessionId, answer, 200)));
    }

    /** @return what the phone has to scan; empty where there is none after {@code wait} (at most 30 s) */
    public Optional<String> qr(String sessionId, Duration wait) {
        String path = "/v1/sessions/" + sessionId + "/qr?wait=" + wait.toSeconds();
        HttpResponse<String> answer = send("GET", path, null, Map.of("Accept", "application/json"));
        if (answer.statusCode() == 204 || answer.statusCode() == 404 || answer.statusCode() == 409) {
            return Optional.empty();
        }
        return Optional.of(json("GET", path, answer, 200).path("qr").asString(""))
                .filter(qr -> !qr.isEmpty());
    }

    /** @return the outcome; where there is none in 10 s, what the gateway says instead */
    public JsonNode sendText(String sessionId, String to, String text) {
        return command(
                "POST",
                "/v1/sessions/" + sessionId + "/messages",
                Map.of("to", to, "text", text),
                Map.of("Prefer", "wait=10"),
                200);
    }

    public void destroy(String sessionId) {
        command("DELETE", "/v1/sessions/" + sessionId, null, Map.of(), 202);
    }

    /** The session's events from now on. */
    public EventStream events(String sessionId) {
        var request = request("/v1/sessions/" + sessionId + "/events", Map.of("Accept", "text/event-stream"))
                .GET()
                .build();
        try {
            HttpResponse<Stream<String>> answer = http.send(request, BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new PartFailed("the gateway's event stream answers " + answer.statusCode());
            }
            return EventStream.reading(answer.body());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted", e);
        }
    }

    private static Session session(JsonNode node) {
        return new Session(
                node.path("sessionId").asString(""),
                node.path("state").asString(""),
                node.path("worker").asString(""),
                node.path("epoch").asLong(0));
    }

    /** Repeated under the same id while the gateway can't reach Kafka: the command counts once, whether or not an earlier one arrived. */
    private JsonNode command(
            String method, String path, @Nullable Object body, Map<String, String> headers, int wanted) {
        var all = new HashMap<>(headers);
        all.put("Idempotency-Key", UUID.randomUUID().toString());
        var since = Wait.stopwatch();
        HttpResponse<String> answer = send(method, path, body, all);
        while ((answer.statusCode() == 503 || answer.statusCode() == 429)
                && since.elapsed().compareTo(REPEATED_FOR) < 0) {
            Wait.pause(Duration.ofMillis(200));
            answer = send(method, path, body, all);
        }
        return json(method, path, answer, wanted);
    }

    private JsonNode call(String method, String path, @Nullable Object body, Map<String, String> headers, int wanted) {
        return json(method, path, send(method, path, body, headers), wanted);
    }

    private static JsonNode json(String method, String path, HttpResponse<String> answer, int wanted) {
        if (answer.statusCode() != wanted) {
            throw new PartFailed(method + " " + path + " answers " + answer.statusCode() + " instead of " + wanted
                    + ": " + problem(answer.body()));
        }
        try {
            return JSON.readTree(answer.body().isBlank() ? "{}" : answer.body());
        } catch (JacksonException e) {
            throw new PartFailed(method + " " + path + " answers something that is not JSON", e);
        }
    }

    private static String problem(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node.path("detail").asString(node.path("title").asString(body));
        } catch (JacksonException notJson) {
            return body.strip();
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var request = request(path, headers).timeout(TIMEOUT);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).header("X-Api-Key", key);
        headers.forEach(request::header);
        return request;
    }

    private PartFailed unreachable(IOException e) {
        return new PartFailed("the gateway at " + base + " does not answer: " + e, e);
    }
}
