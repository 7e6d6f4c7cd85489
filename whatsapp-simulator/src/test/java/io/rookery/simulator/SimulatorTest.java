package io.rookery.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    private final Simulator simulator = Simulator.start(SimulatorOptions.inMemory());
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        simulator.close();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create(simulator.httpUri() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void makingAPhoneTwice_isOnePhone() throws IOException, InterruptedException {
        String alice = "{\"number\":\"491700000001\",\"name\":\"Alice\"}";
        assertThat(call("POST", "/api/phones", alice).statusCode()).isEqualTo(201);
        assertThat(call("POST", "/api/phones", alice).statusCode()).isEqualTo(201);

        JsonObject answer = new JsonObject(call("GET", "/api/phones", "").body());
        assertThat(answer.getJsonArray("phones")).hasSize(1);
    }

    @Test
    void badInput_isAProblemDocument() throws IOException, InterruptedException {
        assertProblem(call("POST", "/api/phones", "{\"number\":\"+49\"}"), 400);
        assertProblem(call("POST", "/api/phones", "{\"name\":\"Alice\"}"), 400);
        assertProblem(call("POST", "/api/phones", "{"), 400);
        assertProblem(call("GET", "/api/phones/491700000009/messages", ""), 404);
        assertProblem(call("GET", "/api/nothing", ""), 404);
        assertProblem(call("GET", "/api/ledger?after=x", ""), 400);
        assertProblem(call("POST", "/api/faults/unlink", "[]"), 400);
    }

    @Test
    void aMessageMayHaveBeenWrittenSomeTimeAgo() throws IOException, InterruptedException {
        call("POST", "/api/phones", "{\"number\":\"491700000001\"}");
        call("POST", "/api/phones", "{\"number\":\"491700000002\"}");
        String path = "/api/phones/491700000001/messages";
        Instant before = Instant.now().minus(Duration.ofHours(1)).minusSeconds(1);
        String old = call("POST", path, "{\"to\":\"491700000002\",\"text\":\"x\",\"ageSeconds\":3600}")
                .body();
        assertThat(Instant.parse(new JsonObject(old).getString("at"))).isBetween(before, before.plusSeconds(60));
        assertProblem(call("POST", path, "{\"to\":\"491700000002\",\"text\":\"x\",\"ageSeconds\":-1}"), 400);
    }

    @Test
    void aMessageThatMakesNoSense_isAProblemDocument() throws IOException, InterruptedException {
        call("POST", "/api/phones", "{\"number\":\"491700000001\"}");
        call("POST", "/api/phones", "{\"number\":\"491700000002\"}");
        for (String content : List.of(
                "\"text\":\" \"",
                "\"text\":\"a\",\"location\":{\"lat\":1,\"lng\":2}",
                "\"location\":{\"lat\":91,\"lng\":2}",
                "\"location\":null",
                "\"contact\":{\"name\":\"A\",\"number\":\"+49\"}",
                "\"contact\":[]",
                "\"media\":{\"base64\":\"AAAA\"}",
                "\"media\":{\"base64\":\"%\",\"mimetype\":\"image/png\"}",
                "\"media\":{\"sha256\":\"../../state\",\"mimetype\":\"image/png\"}",
                "\"media\":{\"base64\":\"AAAA\",\"mimetype\":\"image/png\",\"kind\":\"film\"}",
                "\"poll\":{\"name\":\"A\",\"options\":[\"one\",\"one\"]}")) {
            String body = "{\"to\":\"491700000002\"," + content + "}";
            assertProblem(call("POST", "/api/phones/491700000001/messages", body), 400);
        }
        String reply = "{\"to\":\"491700000002\",\"text\":\"a\",\"replyTo\":\"nothing\"}";
        assertProblem(call("POST", "/api/phones/491700000001/messages", reply), 404);
    }

    @Test
    void faultsThatMakeNoSense_areRefused() throws IOException, InterruptedException {
        call("POST", "/api/phones", "{\"number\":\"491700000001\"}");
        String alice = "{\"number\":\"491700000001\",";
        assertProblem(call("PUT", "/api/faults/ban", alice + "\"kind\":\"heavy\"}"), 400);
        assertProblem(call("PUT", "/api/faults/ban", "{\"number\":\"491700000009\",\"kind\":\"locked\"}"), 404);
        assertProblem(call("PUT", "/api/faults/slow-login", "{}"), 400);
        assertProblem(call("PUT", "/api/faults/time-lock", alice + "\"millis\":-1}"), 400);
        assertProblem(call("PUT", "/api/faults/capping", alice + "\"total\":-1}"), 400);
        assertProblem(call("PUT", "/api/faults/minimum-version", "{\"version\":\"new\"}"), 400);
        assertProblem(call("PUT", "/api/faults/refuse-acks", alice + "\"code\":\"all\"}"), 400);
        assertThat(call("GET", "/api/ledger", "").body()).doesNotContain("\"fault\"");
    }

    @Test
    void faults_answerWhatTheyHit_andAreInTheLedger() throws IOException, InterruptedException {
        assertThat(call("POST", "/api/faults/restart-required", "").body()).isEqualTo("{\"restarted\":0}");
        assertThat(call("PUT", "/api/faults/slow-login", "{\"millis\":5}").body())
                .isEqualTo("{}");
        assertThat(call("PUT", "/api/faults/web-version", "{\"version\":\"2.3000.7\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("GET", "/version.js", "").body()).isEqualTo("window.simulatedVersion = '2.3000.7';\n");
        assertThat(call("GET", "/", "").body()).containsSubsequence("src=\"version.js\"", "src=\"page.js\"");
        assertThat(call("GET", "/api/ledger", "").body()).contains("slow-login").contains("web-version");
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("title")).isNotBlank();
    }

    @Test
    void mediaOfAPhone_areStoredOnce_andServedToWhoeverHasTheirHash() throws IOException, InterruptedException {
        call("POST", "/api/phones", "{\"number\":\"491700000001\"}");
        call("POST", "/api/phones", "{\"number\":\"491700000002\"}");
        String sha256 = new JsonObject(call("POST", "/media", "hello").body()).getString("sha256");
        String media = "{\"to\":\"491700000002\",\"media\":{\"base64\":\"aGVsbG8=\",\"mimetype\":\"text/plain\"}}";
        JsonObject sent = new JsonObject(
                call("POST", "/api/phones/491700000001/messages", media).body());

        assertThat(sent.getString("kind")).isEqualTo("document");
        assertThat(sent.getJsonObject("media").getString("sha256")).isEqualTo(sha256);
        assertThat(sent.getJsonObject("media").getInteger("size")).isEqualTo(5);
        assertThat(call("GET", "/media/" + sha256, "").body()).isEqualTo("hello");
        assertProblem(call("GET", "/media/" + sha256.replace('a', 'b'), ""), 404);
        assertProblem(call("GET", "/media/..%2Fstate.ndjson", ""), 404);
        assertProblem(call("POST", "/api/phones/491700000002/messages/" + sent.getString("id") + "/played", "{}"), 409);
    }

    @Test
    void healthAndPage_areServed() throws IOException, InterruptedException {
        assertThat(call("GET", "/health", "").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(call("GET", "/?session=a&epoch=1&worker=w", "").body()).contains("start.js");
        assertThat(call("GET", "/", "").body()).contains("page.js").doesNotContain("loader.js");
        assertThat(call("GET", "/page.js", "").body())
                .contains("window.__d = define", "__d('sim/inbox'", "__d('sim/ui'");
        assertThat(call("GET", "/start.js", "").headers().firstValue("content-type"))
                .contains("text/javascript; charset=utf-8");
    }

    @Test
    void aPortThatIsTaken_isSaidSo() {
        SimulatorOptions same =
                SimulatorOptions.inMemory().withPorts(simulator.httpUri().getPort(), 0);
        assertThatThrownBy(() -> Simulator.start(same))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen on " + simulator.httpUri().getAuthority());
    }

    @Test
    void unknownOptions_areRefused() {
        assertThatThrownBy(() -> SimulatorMain.parse("--port=1")).hasMessageContaining("--port");
        assertThatThrownBy(() -> SimulatorMain.parse("--http-port=http")).hasMessageContaining("--http-port");
        assertThat(SimulatorMain.parse("--http-port=0", "--data-dir=x").httpPort())
                .isZero();
    }
}
