package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandMessage;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class SessionsTest extends HttpTest {

    @Test
    void aStartIsTakenAndTheSessionExistsFromThenOn() {
        send(
                        "/v1/sessions",
                        "{\"sessionId\":\"new-1\",\"pairing\":{\"method\":\"code\",\"phoneNumber\":\"+491700000001\"}}")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueMatches("Location", "/v1/commands/[^?]+\\?sessionId=new-1")
                .expectBody()
                .jsonPath("$.sessionId")
                .isEqualTo("new-1")
                .jsonPath("$.commandId")
                .isNotEmpty();
        CommandMessage published = kafka.published.getFirst();
        assertThat(published.session()).hasToString("new-1");
        assertThat(published.command())
                .isEqualTo(new Command.Start(new Command.Pairing(Command.Method.CODE, "+491700000001")));
        send("/v1/sessions/new-1/messages", "{\"to\":\"+491700000002\",\"text\":\"x\"}")
                .expectStatus()
                .isAccepted();
        answer(client.get().uri("/v1/sessions/new-1/qr").exchange())
                .isProblem(409, "QR_NOT_AVAILABLE")
                .jsonPath("$.state")
                .isEqualTo("QUEUED");
    }

    @Test
    void aStartTakesItsOptions_andRefusesAnEngineThatThereIsNot() {
        send("/v1/sessions", """
                        {"sessionId":"new-3","metadata":{"crm":"lead-7"},"userId":"user-1","engine":"playwright",
                         "proxy":{"server":"http://proxy.example:3128","username":"somebody","password":"secret"}}
                        """).expectStatus().isAccepted();
        assertThat(kafka.published.getFirst().command())
                .isEqualTo(new Command.Start(
                        null,
                        null,
                        null,
                        Map.of("crm", "lead-7"),
                        "user-1",
                        Command.Start.PLAYWRIGHT,
                        new Command.Proxy("http://proxy.example:3128", "somebody", "secret"),
                        null));
        answer(send("/v1/sessions", "{\"sessionId\":\"new-4\",\"engine\":\"another\"}"))
                .isProblem(400, "INVALID_REQUEST", "engine");
    }

    @Test
    void puttingASessionNeedsNoBody() {
        client.put().uri("/v1/sessions/new-2").exchange().expectStatus().isAccepted();
        client.put()
                .uri("/v1/sessions/new-2")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"pairing\":{\"method\":\"qr\"}}")
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(kafka.published)
                .extracting(CommandMessage::command)
                .containsExactly(new Command.Start(null), new Command.Start(Command.Pairing.QR));
    }

    @Test
    void theIdempotencyKeyIsTheCommandsId() {
        client.post()
                .uri("/v1/sessions/alice/close")
                .header("Idempotency-Key", "close/7")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("Location", "/v1/commands/close%2F7?sessionId=alice")
                .expectBody()
                .jsonPath("$.commandId")
                .isEqualTo("close/7");
        client.post().uri("/v1/sessions/alice/logout").exchange().expectStatus().isAccepted();
        client.post()
                .uri("/v1/sessions/alice/restart")
                .exchange()
                .expectStatus()
                .isAccepted();
        client.delete().uri("/v1/sessions/alice").exchange().expectStatus().isAccepted();
        assertThat(kafka.published)
                .extracting(CommandMessage::command)
                .containsExactly(
                        new Command.Close(), new Command.LogOut(), new Command.Restart(), new Command.Destroy());
        assertThat(kafka.published.getFirst().id()).hasToString("close/7");
    }

    @Test
    void whoPrefersToWaitGetsTheOutcome() {
        kafka.reaction = command -> tell(Told.outcome("alice", 1, command.id().value(), OutcomeStatus.SUCCEEDED, "OK"));
        text("wait=10", "w1")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Preference-Applied", "wait=10")
                .expectBody()
                .jsonPath("$.commandId")
                .isEqualTo("w1")
                .jsonPath("$.status")
                .isEqualTo("succeeded")
                .jsonPath("$.code")
                .isEqualTo("OK")
                .jsonPath("$.result.messageId")
                .isEqualTo("3EB0");
        text("wait=10", "w1").expectStatus().isOk();
        assertThat(kafka.published).hasSize(1);
        client.get()
                .uri("/v1/commands/w1?sessionId=alice")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("succeeded");
    }

    @Test
    void anOutcomeThatDoesNotComeInTimeIsLookedUpLater() {
        text("wait=1", "w2").expectStatus().isAccepted();
        client.get()
                .uri("/v1/commands/w2")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("pending");
        tell(Told.outcome("alice", 1, "w2", OutcomeStatus.REJECTED, "NOT_RUNNING"));
        client.get()
                .uri("/v1/commands/w2")
                .exchange()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("rejected")
                .jsonPath("$.code")
                .isEqualTo("NOT_RUNNING");
    }

    @Test
    void withKafkaAwayCommandsAreRefusedAtOnce() {
        kafka.away = true;
        answer(text("wait=10", "w3")).isProblem(503, "KAFKA_UNAVAILABLE");
        answer(client.delete().uri("/v1/sessions/alice").exchange()).isProblem(503, "KAFKA_UNAVAILABLE");
        client.get().uri("/v1/sessions/alice").exchange().expectStatus().isOk();
    }

    @Test
    void whatKafkaMayHaveTaken_isNamed_soThatItIsNotDoneTwice() {
        kafka.away = true;
        client.delete()
                .uri("/v1/sessions/alice")
                .exchange()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("the command was not taken; try again later")
                .jsonPath("$.commandId")
                .doesNotExist();
        kafka.silent = true;
        text("wait=10", "w3").expectBody().jsonPath("$.commandId").isEqualTo("w3");
        client.delete()
                .uri("/v1/sessions/alice")
                .exchange()
                .expectBody()
                .jsonPath("$.commandId")
                .value(String.class, id -> assertThat(id).hasSize(36));
    }

    @Test
    void withRedisAwaySessionsCannotBeShownButCommandsAreTaken() {
        redis.away = true;
        answer(client.get().uri("/v1/sessions").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        answer(client.get().uri("/v1/sessions/alice").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        text("", "w4").expectStatus().isAccepted();
        tell(Told.qr("bob", 1, 1, "qr-of-bob", Instant.now().plusSeconds(20)));
        client.get().uri("/v1/sessions/bob/qr").exchange().expectStatus().isOk();
    }

    @Test
    void sessionsAreListedInPages() {
        for (String id : new String[] {"b", "a", "c"}) redis.put(id, SessionState.READY, Event.Desired.RUNNING);
        redis.put("b", SessionState.DESTROYED, Event.Desired.STOPPED);
        client.get()
                .uri("/v1/sessions?limit=2")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sessions[*].sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"a\",\"alice\"]"))
                .jsonPath("$.next")
                .isEqualTo("alice");
        client.get()
                .uri("/v1/sessions?limit=2&after=alice")
                .exchange()
                .expectBody()
                .jsonPath("$.sessions[*].sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"c\"]"))
                .jsonPath("$.next")
                .doesNotExist();
    }

    @Test
    void sessionsAreListedByTheirState() {
        redis.put("b", SessionState.QR_READY, Event.Desired.RUNNING);
        redis.put("c", SessionState.CLOSED, Event.Desired.STOPPED);
        redis.put("d", SessionState.READY, Event.Desired.RUNNING);
        listed("state=READY&limit=1", "alice").jsonPath("$.next").isEqualTo("alice");
        listed("state=READY&limit=1&after=alice", "d").jsonPath("$.next").doesNotExist();
        listed("state=QR_READY,CLOSED", "b", "c");
        listed("state=QR_READY&state=CLOSED", "b", "c");
        listed("state=FAILED");
        answer(client.get().uri("/v1/sessions?state=NONE").exchange()).isProblem(400, "INVALID_REQUEST", "state");
    }

    private WebTestClient.BodyContentSpec listed(String query, String... ids) {
        return client.get()
                .uri("/v1/sessions?" + query)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sessions[*].sessionId")
                .value((java.util.List<String> found) -> assertThat(found).containsExactly(ids));
    }

    @Test
    void aSessionIsShownAsItsRecordHasIt() {
        client.get()
                .uri("/v1/sessions/alice")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("READY")
                .jsonPath("$.worker")
                .isEqualTo("worker-1")
                .jsonPath("$.account.number")
                .isEqualTo("+491700000001")
                .jsonPath("$.reason")
                .doesNotExist();
    }

    @Test
    void theManagementPortNeedsNoKeyAndHealthIsOpen() {
        WebTestClient management = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
        management.get().uri("/actuator/health").exchange().expectStatus().isOk();
        management
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(text -> assertThat(text)
                        .contains(
                                "rookery_gateway_commands_published_total",
                                "rookery_gateway_publish_seconds_bucket",
                                "rookery_gateway_sse_subscribers"));
        management.get().uri("/v1/sessions").exchange().expectStatus().isNotFound();
        anybody().get().uri("/health").exchange().expectStatus().isOk();
        kafka.away = true;
        anybody()
                .get()
                .uri("/health")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.kafka")
                .isEqualTo("DOWN");
    }

    private WebTestClient.ResponseSpec text(String prefer, String id) {
        return client.post()
                .uri("/v1/sessions/alice/messages")
                .header("Prefer", prefer)
                .header("Idempotency-Key", id)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"to\":\"+491700000002\",\"text\":\"hello\"}")
                .exchange();
    }

    private WebTestClient.ResponseSpec send(String path, String body) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
