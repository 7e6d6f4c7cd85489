package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class BadInputTest extends HttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sessions",
                "/v1/sessions/alice",
                "/v1/sessions/alice/qr",
                "/v1/sessions/alice/events",
                "/v1/commands/c1",
                "/nothing",
                "/",
                "/actuator/health",
                "/health/x",
                "//v1/sessions",
                "/v1/sessions;/health"
            })
    void withoutAKeyThereIsNothing(String path) {
        answer(anybody().get().uri(raw(path)).exchange()).isProblem(401, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swagger-ui/../v1/sessions",
                "/swagger-ui/%2e%2e/v1/sessions",
                "/webjars/swagger-ui/..%2f..%2fapplication.yaml"
            })
    void anOpenPathLeadsNowhereElse(String path) {
        answer(anybody().get().uri(raw(path)).exchange()).isProblem(404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Api-Key,wrong",
        "X-Api-Key,''",
        "Authorization,Bearer wrong",
        "Authorization,Basic YTpi",
        "Authorization,Bearer",
        "X-Api-Key,a-key-for-the-tests2"
    })
    void aWrongKeyIsNone(String header, String value) {
        answer(anybody().get().uri("/v1/sessions").header(header, value).exchange())
                .isProblem(401, "UNAUTHORIZED");
    }

    @Test
    void bothHeadersAreTaken() {
        anybody()
                .get()
                .uri("/v1/sessions")
                .header("X-Api-Key", KEY)
                .exchange()
                .expectStatus()
                .isOk();
        anybody()
                .get()
                .uri("/v1/sessions")
                .header("Authorization", "bearer " + KEY)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "a%20b",
                "a%2Fb",
                "%C3%BC",
                "x123456789012345678901234567890123456789012345678901234567890123456"
            })
    void aBadSessionIdIsRefusedEverywhere(String id) {
        answer(get("/v1/sessions/" + id)).isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(get("/v1/sessions/" + id + "/qr")).isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(get("/v1/sessions/" + id + "/events")).isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(post("/v1/sessions/" + id + "/messages", "{\"to\":\"+491700000002\",\"text\":\"x\"}"))
                .isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(post("/v1/sessions/" + id + "/close", "")).isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(client.delete().uri(raw("/v1/sessions/" + id)).exchange())
                .isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(client.put().uri(raw("/v1/sessions/" + id)).exchange())
                .isProblem(400, "INVALID_SESSION_ID", "sessionId");
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|INVALID_SESSION_ID|sessionId",
                "{\"sessionId\":7}|INVALID_SESSION_ID|sessionId",
                "{\"sessionId\":\"a b\"}|INVALID_SESSION_ID|sessionId",
                "{\"sessionId\":\"a\",\"proxy\":\"x\"}|INVALID_REQUEST|proxy",
                "{\"sessionId\":\"a\",\"pairing\":\"qr\"}|INVALID_REQUEST|pairing",
                "{\"sessionId\":\"a\",\"pairing\":{}}|INVALID_REQUEST|pairing.method",
                "{\"sessionId\":\"a\",\"pairing\":{\"method\":\"QR\"}}|INVALID_REQUEST|pairing.method",
                "{\"sessionId\":\"a\",\"pairing\":{\"method\":\"code\"}}|INVALID_REQUEST|pairing.phoneNumber",
                "{\"sessionId\":\"a\",\"pairing\":{\"method\":\"code\",\"phoneNumber\":\"0170\"}}|INVALID_PHONE_NUMBER|pairing.phoneNumber",
                "{\"sessionId\":\"a\",\"pairing\":{\"method\":\"qr\",\"x\":1}}|INVALID_REQUEST|pairing.x"
            })
    void aStartThatDoesNotFitIsRefusedWithTheField(String body, String code, String field) {
        answer(post("/v1/sessions", body)).isProblem(400, code, field);
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|INVALID_REQUEST|to",
                "{\"to\":\"+491700000002\"}|INVALID_REQUEST|body",
                "{\"to\":\"+491700000002\",\"text\":\"\"}|INVALID_REQUEST|text",
                "{\"to\":\"+491700000002\",\"text\":7}|INVALID_REQUEST|text",
                "{\"to\":7,\"text\":\"x\"}|INVALID_REQUEST|to",
                "{\"to\":\"hello\",\"text\":\"x\"}|INVALID_PHONE_NUMBER|to",
                "{\"to\":\"+0123456789\",\"text\":\"x\"}|INVALID_PHONE_NUMBER|to",
                "{\"to\":\"+49170000000212345\",\"text\":\"x\"}|INVALID_PHONE_NUMBER|to",
                "{\"to\":\"\",\"text\":\"x\"}|INVALID_PHONE_NUMBER|to",
                "{\"to\":\"+491700000002\",\"text\":\"x\",\"media\":\"y\"}|INVALID_REQUEST|body"
            })
    void aTextThatDoesNotFitIsRefusedWithTheField(String body, String code, String field) {
        answer(post("/v1/sessions/alice/messages", body)).isProblem(400, code, field);
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void aTooLongTextIsRefusedAndNotRepeated() {
        String text = "x".repeat(65_537);
        answer(post("/v1/sessions/alice/messages", "{\"to\":\"+491700000002\",\"text\":\"" + text + "\"}"))
                .isProblem(400, "TEXT_TOO_LONG")
                .jsonPath("$.field")
                .isEqualTo("text")
                .jsonPath("$.detail")
                .isEqualTo("text must have at most 65536 characters");
        post("/v1/sessions/alice/messages", "{\"to\":\"+491700000002\",\"text\":\"" + text.substring(1) + "\"}")
                .expectStatus()
                .isAccepted();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        answer(post("/v1/sessions/alice/messages", "{\"to\":\"" + "x".repeat(800_000) + "\"}"))
                .isProblem(413, "BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"to\":}", "{\"to\":\"a\",\"to\":\"b\"}", "{} {}", "to=x", "{\"to\":\"\\uD8\"}"})
    void brokenJsonIsRefused(String body) {
        answer(post("/v1/sessions/alice/messages", body)).isProblem(400, "MALFORMED_JSON");
        answer(post("/v1/sessions", body)).isProblem(400, "MALFORMED_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "\"x\""})
    void jsonThatIsNoObjectIsRefused(String body) {
        answer(post("/v1/sessions/alice/messages", body)).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void anEmptyBodyLacksItsFields() {
        answer(post("/v1/sessions/alice/messages", "")).isProblem(400, "INVALID_REQUEST", "to");
        answer(post("/v1/sessions", "")).isProblem(400, "INVALID_SESSION_ID", "sessionId");
    }

    @Test
    void whatTheWebAsksWrongIsAProblemToo() {
        answer(get("/nothing")).isProblem(404, "NOT_FOUND");
        answer(client.patch().uri("/v1/sessions").exchange()).isProblem(405, "METHOD_NOT_ALLOWED");
        answer(client.get().uri("/v1/sessions").accept(MediaType.TEXT_XML).exchange())
                .isProblem(406, "NOT_ACCEPTABLE");
        answer(client.post()
                        .uri("/v1/sessions")
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("x")
                        .exchange())
                .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        answer(get("/v1/sessions/alice/qr?wait=soon")).isProblem(400, "INVALID_REQUEST", "wait");
        answer(get("/v1/sessions/alice/qr?wait=31")).isProblem(400, "INVALID_REQUEST", "wait");
        answer(get("/v1/sessions?limit=0")).isProblem(400, "INVALID_REQUEST", "limit");
        answer(get("/v1/sessions?limit=501")).isProblem(400, "INVALID_REQUEST", "limit");
        answer(get("/v1/sessions?after=a.b")).isProblem(400, "INVALID_REQUEST", "after");
        answer(get("/v1/commands/c1?sessionId=a.b")).isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(client.post()
                        .uri("/v1/sessions/alice/close")
                        .header("Idempotency-Key", "two words")
                        .exchange())
                .isProblem(400, "INVALID_REQUEST", "Idempotency-Key");
    }

    @Test
    void anUnknownSessionIsNotFoundWhateverIsAsked() {
        redis.put("gone", SessionState.DESTROYED, Event.Desired.STOPPED);
        for (String id : new String[] {"nobody", "gone"}) {
            answer(get("/v1/sessions/" + id)).isProblem(404, "SESSION_NOT_FOUND");
            answer(get("/v1/sessions/" + id + "/qr?wait=1")).isProblem(404, "SESSION_NOT_FOUND");
            answer(get("/v1/sessions/" + id + "/events")).isProblem(404, "SESSION_NOT_FOUND");
            answer(post("/v1/sessions/" + id + "/messages", "{\"to\":\"+491700000002\",\"text\":\"x\"}"))
                    .isProblem(404, "SESSION_NOT_FOUND");
            answer(post("/v1/sessions/" + id + "/close", "")).isProblem(404, "SESSION_NOT_FOUND");
            answer(post("/v1/sessions/" + id + "/logout", "")).isProblem(404, "SESSION_NOT_FOUND");
            answer(client.delete().uri("/v1/sessions/" + id).exchange()).isProblem(404, "SESSION_NOT_FOUND");
        }
        answer(get("/v1/commands/nobody")).isProblem(404, "COMMAND_NOT_FOUND");
        assertThat(kafka.published).isEmpty();
    }

    private WebTestClient.ResponseSpec get(String path) {
        return client.get().uri(raw(path)).exchange();
    }

    private WebTestClient.ResponseSpec post(String path, String body) {
        var request = client.post().uri(raw(path)).contentType(MediaType.APPLICATION_JSON);
        return body.isEmpty() ? request.exchange() : request.bodyValue(body).exchange();
    }

    /** As it is written: no encoding of what is encoded. */
    private URI raw(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
