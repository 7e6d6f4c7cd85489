package io.rookery.worker.browser.playwright;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The people with the phones, and the simulator's ledger. */
public final class Phones {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI simulator;

    public Phones(URI simulator) {
        this.simulator = simulator;
    }

    public void make(String number) {
        ask("POST", "/api/phones", Map.of("number", number, "name", "Phone " + number));
    }

    public void scan(String number, String qr) {
        ask("POST", "/api/phones/" + number + "/scan", Map.of("qr", qr));
    }

    public void typeCode(String number, String code) {
        ask("POST", "/api/phones/" + number + "/pairing-code", Map.of("code", code));
    }

    public String write(String from, String to, String text) {
        return ask("POST", "/api/phones/" + from + "/messages", Map.of("to", to, "text", text))
                .path("id")
                .asString("");
    }

    /** A human sends something else than a plain text, or a text with more to it. */
    public String write(String from, String to, Map<String, ?> content) {
        var body = new HashMap<String, Object>(content);
        body.put("to", to);
        return ask("POST", "/api/phones/" + from + "/messages", body).path("id").asString("");
    }

    /** @return the group's chat id */
    public String makeGroup(String subject, String... participants) {
        return ask("POST", "/api/groups", Map.of("subject", subject, "participants", List.of(participants)))
                .path("id")
                .asString("");
    }

    /** A human does something with a message: {@code reaction}, {@code vote}, {@code edit}, {@code revoke}. */
    public void treat(String number, String messageId, String what, Map<String, ?> how) {
        ask("POST", "/api/phones/" + number + "/messages/" + messageId + "/" + what, how);
    }

    /** The message as the human sees it. */
    public JsonNode message(String number, String messageId) {
        return messages(number).stream()
                .filter(it -> it.path("id").asString("").equals(messageId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the phone does not show it"));
    }

    public void read(String reader, String from) {
        ask("POST", "/api/phones/" + reader + "/read", Map.of("from", from));
    }

    public List<JsonNode> messages(String number) {
        JsonNode answer = ask("GET", "/api/phones/" + number + "/messages", Map.of());
        JsonNode list = answer.isArray() ? answer : answer.path("messages");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    public void unlinkAll(String number) {
        ask("POST", "/api/faults/unlink", Map.of("number", number));
    }

    public void dropSocket(String session) {
        ask("POST", "/api/faults/drop-socket", Map.of("session", session));
    }

    /** A fault of the simulator that happens once. */
    public void doOnce(String fault, Map<String, ?> how) {
        ask("POST", "/api/faults/" + fault, how);
    }

    /** A fault of the simulator that lasts. */
    public void set(String fault, Map<String, ?> how) {
        ask("PUT", "/api/faults/" + fault, how);
    }

    /** The ledger's entries of a session, by type. */
    public List<JsonNode> ledger(String session, String type) {
        return ledger(entry -> entry.path("session").asString("").equals(session)
                && entry.path("type").asString("").equals(type));
    }

    public List<JsonNode> ledger(Predicate<JsonNode> which) {
        return StreamSupport.stream(
                        ask("GET", "/api/ledger?after=0", Map.of())
                                .path("entries")
                                .spliterator(),
                        false)
                .filter(which)
                .toList();
    }

    private JsonNode ask(String method, String path, Map<String, ?> body) {
        HttpRequest.BodyPublisher content = method.equals("GET")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpRequest request = HttpRequest.newBuilder(simulator.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, content)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300)
                throw new AssertionError(method + " " + path + " → " + answer.statusCode() + " " + answer.body());
            return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
