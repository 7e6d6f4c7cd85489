package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What holds for every answer: request ids, headers for browsers, other origins, ETags. */
class AnswersTest extends HttpTest {
    private static final String ID = "X-Request-Id";

    @Test
    void aRequestIdThatIsHarmlessIsTaken_inTheAnswerAndInItsProblem() {
        client.get()
                .uri("/v1/sessions/alice")
                .header(ID, "crm-7.a_B")
                .exchange()
                .expectHeader()
                .valueEquals(ID, "crm-7.a_B");
        client.get()
                .uri("/v1/sessions/nobody")
                .header(ID, "crm-8")
                .exchange()
                .expectHeader()
                .valueEquals(ID, "crm-8")
                .expectBody()
                .jsonPath("$.requestId")
                .isEqualTo("crm-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "<script>", "é", "x123456789x123456789x123456789x123456789x123456789x123456789x1234"})
    void anyOtherIsReplacedByAFreshOne(String given) {
        String id = client.get()
                .uri("/nothing")
                .header(ID, given)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst(ID);
        assertThat(id).isNotEqualTo(given);
        assertThat(UUID.fromString(String.valueOf(id))).isNotNull();
    }

    @Test
    void withoutAKeyThereIsOneToo() {
        anybody()
                .get()
                .uri("/v1/sessions")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .exists(ID);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aFaultOfTheGatewayIsLoggedWithIt_andTellsNothingElse(CapturedOutput output) {
        kafka.reaction = command -> {
            throw new IllegalStateException("played, secret");
        };
        client.post()
                .uri("/v1/sessions/alice/close")
                .header(ID, "fault-1")
                .exchange()
                .expectStatus()
                .isEqualTo(500)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("INTERNAL_ERROR")
                .jsonPath("$.requestId")
                .isEqualTo("fault-1")
                .jsonPath("$.detail")
                .doesNotExist();
        assertThat(output).contains("requestId=\"fault-1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions/alice", "/v1/sessions/nobody", "/health", "/nothing", "/v3/api-docs"})
    void everyAnswerKeepsBrowsersOut(String path) {
        WebTestClient.ResponseSpec answer = client.get().uri(path).exchange();
        answer.expectHeader().valueEquals("X-Content-Type-Options", "nosniff");
        answer.expectHeader().valueEquals("Referrer-Policy", "no-referrer");
        answer.expectHeader().valueEquals("X-Frame-Options", "DENY");
        answer.expectHeader().valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        answer.expectHeader().doesNotExist("Strict-Transport-Security");
        answer.expectHeader().doesNotExist("Server");
    }

    @Test
    void thePagesOfTheDescriptionMayLoadTheirOwnScripts() {
        anybody()
                .get()
                .uri("/swagger-ui/index.html")
                .exchange()
                .expectHeader()
                .value(
                        "Content-Security-Policy",
                        policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"));
    }

    @Test
    void whatIsPersonalIsKeptByNobodyOnTheWay() {
        client.get().uri("/v1/sessions").exchange().expectHeader().valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
        client.get()
                .uri("/v1/sessions/alice/qr")
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    @ParameterizedTest
    @CsvSource({"GET,200", "POST,202"})
    void pagesOfOtherOriginsAreToldNothing(String method, int status) {
        client.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(method.equals("GET") ? "/v1/sessions/alice" : "/v1/sessions/alice/close")
                .header("Origin", "https://elsewhere.example")
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .doesNotExist("Access-Control-Allow-Origin");
    }

    @Test
    void norMayTheyAskWhetherTheyMayAsk() {
        answer(anybody()
                        .options()
                        .uri("/v1/sessions")
                        .header("Origin", "https://elsewhere.example")
                        .header("Access-Control-Request-Method", "GET")
                        .exchange())
                .isProblem(401, "UNAUTHORIZED");
    }

    @Test
    void aSessionThatIsAsItWasIsNotToldAgain() {
        String tag = client.get()
                .uri("/v1/sessions/alice")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag();
        assertThat(tag).isNotBlank();
        client.get()
                .uri("/v1/sessions/alice")
                .header(HttpHeaders.IF_NONE_MATCH, String.valueOf(tag))
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectBody()
                .isEmpty();
        redis.put("alice", SessionState.CLOSED, Event.Desired.STOPPED);
        client.get()
                .uri("/v1/sessions/alice")
                .header(HttpHeaders.IF_NONE_MATCH, String.valueOf(tag))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("CLOSED");
    }
}
