package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.CommandMessage;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Sessions by their users. */
class UsersTest extends HttpTest {

    @BeforeEach
    void user() {
        redis.put("of-user", SessionState.CLOSED, Event.Desired.STOPPED, "user-1");
    }

    @Test
    void aUsersSession_isFound() {
        client.get()
                .uri("/v1/users/user-1/session")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sessionId")
                .isEqualTo("of-user")
                .jsonPath("$.userId")
                .isEqualTo("user-1");
        answer(client.get().uri("/v1/users/nobody/session").exchange()).isProblem(404, "SESSION_NOT_FOUND");
        client.get()
                .uri("/v1/users/nobody/sessions")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sessions")
                .isEmpty();
        answer(client.get().uri("/v1/users/{user}/session", "a b").exchange())
                .isProblem(400, "INVALID_REQUEST", "userId");
    }

    @Test
    void ofSeveral_whatRunsComesFirst() {
        redis.put("z-runs", SessionState.READY, Event.Desired.RUNNING, "user-1");
        client.get()
                .uri("/v1/users/user-1/session")
                .exchange()
                .expectBody()
                .jsonPath("$.sessionId")
                .isEqualTo("z-runs");
        client.get()
                .uri("/v1/users/user-1/sessions")
                .exchange()
                .expectBody()
                .jsonPath("$.sessions[*].sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"z-runs\",\"of-user\"]"));
    }

    @Test
    void whoStartsAnotherSession_isToldOfTheFirst_andWhatMayBeDone() {
        for (var response : new WebTestClient.ResponseSpec[] {
            post("{\"sessionId\":\"other\",\"userId\":\"user-1\"}"),
            client.put()
                    .uri("/v1/sessions/other")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"userId\":\"user-1\"}")
                    .exchange(),
            client.put().uri("/v1/users/user-1/session").exchange(),
            client.put().uri("/v1/users/user-1/session?sessionId=other").exchange()
        })
            answer(response)
                    .isProblem(409, "USER_HAS_SESSION")
                    .jsonPath("$.sessionId")
                    .isEqualTo("of-user")
                    .jsonPath("$.state")
                    .isEqualTo("CLOSED")
                    .jsonPath("$.choices[0]")
                    .isEqualTo("use-existing");
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void itsOwnSession_isInNobodysWay() {
        post("{\"sessionId\":\"of-user\",\"userId\":\"user-1\"}").expectStatus().isAccepted();
        client.put()
                .uri("/v1/users/user-1/session?sessionId=of-user")
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(kafka.published).hasSize(2);
    }

    @Test
    void theChoices_areCommands() {
        put("use")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.sessionId")
                .isEqualTo("of-user");
        assertThat(last().session()).hasToString("of-user");
        assertThat(last().command()).isEqualTo(new Command.Start(null).withUser("user-1"));
        put("replace").expectStatus().isAccepted();
        assertThat(last().session().value()).startsWith("user-").isNotEqualTo("of-user");
        assertThat(last().command()).isEqualTo(start(OnConflict.REPLACE));
        put("add").expectStatus().isAccepted();
        assertThat(last().command()).isEqualTo(start(OnConflict.ADD));
        answer(put("maybe")).isProblem(400, "INVALID_REQUEST", "onConflict");
        post("{\"sessionId\":\"other\",\"userId\":\"user-1\",\"onConflict\":\"replace\"}")
                .expectStatus()
                .isAccepted();
        answer(client.put()
                        .uri("/v1/users/user-1/session")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"userId\":\"user-2\"}")
                        .exchange())
                .isProblem(400, "INVALID_REQUEST", "userId");
    }

    @Test
    void whoMayNotDestroy_mayNotReplace() {
        for (TestKey key :
                new TestKey[] {key("operator", "default", ""), key("admin", "default", ",\"sessions\":[\"other\"]")}) {
            answer(with(key)
                            .put()
                            .uri("/v1/users/user-1/session?onConflict=replace&sessionId=other")
                            .exchange())
                    .isProblem(403, "FORBIDDEN");
            answer(with(key)
                            .put()
                            .uri("/v1/sessions/other")
                            .contentType(MediaType.APPLICATION_JSON)
                            .bodyValue("{\"userId\":\"user-1\",\"onConflict\":\"replace\"}")
                            .exchange())
                    .isProblem(403, "FORBIDDEN");
        }
        assertThat(kafka.published).isEmpty();
    }

    /** Two callers at once mean the same session; who wants a fresh one has the same with the same key. */
    @Test
    void aNewUsersSession_hasAnIdOfItsOwn() {
        for (String user : new String[] {"new", "new", "other"})
            client.put()
                    .uri("/v1/users/" + user + "/session")
                    .exchange()
                    .expectStatus()
                    .isAccepted();
        assertThat(kafka.published.get(0).session())
                .isEqualTo(kafka.published.get(1).session())
                .isNotEqualTo(kafka.published.get(2).session());
        kafka.published.clear();
        for (String key : new String[] {"k1", "k1", "k2"})
            client.put()
                    .uri("/v1/users/user-1/session?onConflict=replace")
                    .header("Idempotency-Key", key)
                    .exchange()
                    .expectStatus()
                    .isAccepted();
        assertThat(kafka.published.get(0).session())
                .isEqualTo(kafka.published.get(1).session())
                .isNotEqualTo(kafka.published.get(2).session());
    }

    @Test
    void allOfAUsersSessions_areDestroyed_eachByACommandOfItsOwn() {
        redis.put("second", SessionState.READY, Event.Desired.RUNNING, "user-1");
        client.delete()
                .uri("/v1/users/user-1/sessions")
                .header("Idempotency-Key", "d1")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.commands[*].sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"second\",\"of-user\"]"))
                .jsonPath("$.commands[0].commandId")
                .isEqualTo("d1")
                .jsonPath("$.commands[0].outcome")
                .doesNotExist();
        assertThat(kafka.published)
                .extracting(CommandMessage::command)
                .hasSize(2)
                .containsOnly(new Command.Destroy());
        kafka.reaction = command ->
                tell(Told.outcome(command.session().value(), 1, command.id().value(), OutcomeStatus.SUCCEEDED, "OK"));
        client.delete()
                .uri("/v1/users/user-1/sessions")
                .header("Idempotency-Key", "d2")
                .header("Prefer", "wait=10")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.commands[1].outcome.status")
                .isEqualTo("succeeded");
        kafka.away = true;
        client.delete()
                .uri("/v1/users/user-1/sessions")
                .exchange()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("some commands may have been taken; repeat it with the same Idempotency-Key")
                .jsonPath("$.commandId")
                .doesNotExist();
        client.delete()
                .uri("/v1/users/nobody/sessions")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.commands")
                .isEmpty();
    }

    @Test
    void withRedisAway_startsAreTaken_andTheirOutcomeDecides() {
        redis.away = true;
        post("{\"sessionId\":\"other\",\"userId\":\"user-1\"}").expectStatus().isAccepted();
        answer(client.get().uri("/v1/users/user-1/session").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        answer(client.delete().uri("/v1/users/user-1/sessions").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        answer(put("use")).isProblem(503, "REDIS_UNAVAILABLE");
    }

    private static Command.Start start(OnConflict onConflict) {
        return new Command.Start(null, null, null, null, "user-1", null, null, onConflict);
    }

    private CommandMessage last() {
        return kafka.published.getLast();
    }

    private WebTestClient.ResponseSpec put(String onConflict) {
        return client.put()
                .uri("/v1/users/user-1/session?onConflict=" + onConflict)
                .exchange();
    }

    private WebTestClient.ResponseSpec post(String body) {
        return client.post()
                .uri("/v1/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
