package io.rookery.systest.world;

import io.rookery.systest.check.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People and their phones, and the ledger: the simulator's own API. Numbers are digits with the country code. */
public final class People {
    private static final int PAGE = 5_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final List<LedgerEntry> ledger = new ArrayList<>();

    People(String base) {
        this.base = base;
    }

    public void make(String number) {
        require(201, post("/api/phones", Map.of("number", number, "name", "P" + number)));
    }

    /** @return false where this code is not good any more */
    public boolean scan(String number, String qr) {
        HttpResponse<String> answer = post("/api/phones/" + number + "/scan", Map.of("qr", qr));
        if (answer.statusCode() == 410) {
            return false;
        }
        require(200, answer);
        return true;
    }

    /** Types a pairing code into the phone. @return false where it is not good any more */
    public boolean type(String number, String code) {
        HttpResponse<String> answer = post("/api/phones/" + number + "/pairing-code", Map.of("code", code));
        return answer.statusCode() / 100 == 2;
    }

    public void write(String number, String to, String text) {
        require(201, post("/api/phones/" + number + "/messages", Map.of("to", to, "text", text)));
    }

    /** @param ago when it was written; it arrives now. @return its id */
    public String write(String number, String to, String text, Duration ago) {
        HttpResponse<String> answer = post(
                "/api/phones/" + number + "/messages", Map.of("to", to, "text", text, "ageSeconds", ago.toSeconds()));
        require(201, answer);
        return JSON.readTree(answer.body()).path("id").asString("");
    }

    /** Deletes an own message for everyone. */
    public void revoke(String number, String messageId) {
        require(200, post("/api/phones/" + number + "/messages/" + messageId + "/revoke", Map.of()));
    }

    public void read(String number, String from) {
        HttpResponse<String> answer = post("/api/phones/" + number + "/read", Map.of("from", from));
        if (answer.statusCode() / 100 != 2) {
            throw unexpected(answer);
        }
    }

    /** Holds back what WhatsApp's server says of this account's messages; zero ends it. */
    public void delayAcks(String number, Duration delay) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/api/faults/ack-delay"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("number", number, "millis", delay.toMillis())))));
        if (answer.statusCode() / 100 != 2) {
            throw unexpected(answer);
        }
    }

    /** What this human sees. */
    public List<String> texts(String number) {
        List<String> texts = new ArrayList<>();
        get("/api/phones/" + number + "/messages")
                .path("messages")
                .forEach(message -> texts.add(message.path("text").asString("")));
        return texts;
    }

    /** All of it; only what is new is fetched, page by page. */
    public synchronized List<LedgerEntry> ledger() {
        int before;
        do {
            before = ledger.size();
            long last = ledger.isEmpty() ? 0 : ledger.getLast().seq();
            get("/api/ledger?after=%d&limit=%d".formatted(last, PAGE))
                    .path("entries")
                    .forEach(entry -> ledger.add(LedgerEntry.of(entry)));
        } while (ledger.size() - before == PAGE);
        return List.copyOf(ledger);
    }

    private JsonNode get(String path) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(base + path)).GET());
        require(200, answer);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(String path, Map<String, ?> body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void require(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw unexpected(answer);
        }
    }

    private static IllegalStateException unexpected(HttpResponse<String> answer) {
        return new IllegalStateException("the simulator answers %d to %s: %s"
                .formatted(answer.statusCode(), answer.request().uri().getPath(), answer.body()));
    }
}
