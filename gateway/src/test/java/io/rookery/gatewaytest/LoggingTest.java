package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.SessionId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Logging one session in detail. */
class LoggingTest extends HttpTest {
    private static final SessionId ALICE = new SessionId("alice");

    @Autowired
    PlayedLogging logging;

    @BeforeEach
    void usual() {
        logging.detailed.clear();
    }

    @Test
    void aSessionIsLoggedInDetail_forAWhile_orUntilItIsTakenBack() {
        put("alice", "{\"level\":\"debug\",\"minutes\":3}")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.level")
                .isEqualTo("debug")
                .jsonPath("$.until")
                .isNotEmpty();
        assertThat(logging.detailed).containsEntry(ALICE, Duration.ofMinutes(3));
        isLevel("debug");
        put("alice", "{\"level\":\"debug\"}").expectStatus().isAccepted();
        assertThat(logging.detailed).containsEntry(ALICE, Duration.ofMinutes(10));
        put("alice", "{\"level\":\"info\"}").expectStatus().isAccepted();
        assertThat(logging.detailed).isEmpty();
        isLevel("info");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | level",
                "{'level':'trace'} | level",
                "{'level':7} | level",
                "{'level':'debug','minutes':0} | minutes",
                "{'level':'debug','minutes':121} | minutes",
                "{'level':'debug','minutes':'ten'} | minutes",
                "{'level':'debug','minutes':1.5} | minutes",
                "{'level':'debug','hours':1} | hours",
            },
            quoteCharacter = '"')
    void whatDoesNotFit_isRefusedWithItsField(String body, String field) {
        answer(put("alice", body.replace('\'', '"'))).isProblem(400, "INVALID_REQUEST", field);
        assertThat(logging.detailed).isEmpty();
    }

    @Test
    void whatIsNoJson_orNoSession_isRefused() {
        answer(put("alice", "{\"level\":")).isProblem(400, "MALFORMED_JSON");
        answer(put("alice", "[]")).isProblem(400, "INVALID_REQUEST");
        answer(put("nobody", "{\"level\":\"debug\"}")).isProblem(404, "SESSION_NOT_FOUND");
        answer(client.get().uri("/v1/sessions/nobody/logging").exchange()).isProblem(404, "SESSION_NOT_FOUND");
    }

    private void isLevel(String level) {
        client.get()
                .uri("/v1/sessions/alice/logging")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.level")
                .isEqualTo(level);
    }

    private WebTestClient.ResponseSpec put(String session, String body) {
        return client.put()
                .uri("/v1/sessions/" + session + "/logging")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
