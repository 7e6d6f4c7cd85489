package io.rookery.quickstart.demo;

import io.rookery.quickstart.process.PartFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What people do with their phones: the simulator's phone API. */
final class Phones {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Phones(String base) {
        this.base = base;
    }

    void make(String number, String name) {
        post("/api/phones", Map.of("number", number, "name", name));
    }

    void scan(String number, String qr) {
        post("/api/phones/" + number + "/scan", Map.of("qr", qr));
    }

    void send(String number, String to, String text) {
        post("/api/phones/" + number + "/messages", Map.of("to", to, "text", text));
    }

    void read(String number, String from) {
        post("/api/phones/" + number + "/read", Map.of("from", from));
    }

    private void post(String path, Map<String, String> body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new PartFailed("the simulator answers " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new PartFailed("the simulator at " + base + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted", e);
        }
    }
}
