package io.rookery.gatewaytest;

import static io.rookery.events.Event.Desired.RUNNING;
import static io.rookery.events.Event.Desired.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Bringing all sessions back. */
class RecoveryTest extends HttpTest {
    private static final Command START = new Command.Start(null);
    private static final Command RESTART = new Command.Restart();

    @Autowired
    PlayedRecoveries recoveries;

    @BeforeEach
    void sessions() {
        recoveries.reset();
        redis.put("a-queued", SessionState.QUEUED, RUNNING);
        redis.put("b-failed", SessionState.FAILED, STOPPED);
        redis.put("c-degraded", SessionState.DEGRADED, RUNNING);
        redis.put("d-disconnected", SessionState.DISCONNECTED, RUNNING);
        redis.put("e-banned", SessionState.DISCONNECTED, RUNNING, null, "TEMPORARILY_BANNED", true);
        redis.put("f-starting", SessionState.INITIALIZING, RUNNING);
        redis.put("g-shows-a-code", SessionState.QR_READY, RUNNING, null, null, false);
        redis.put("h-logged-out", SessionState.LOGGED_OUT, STOPPED);
        redis.put("i-never-linked", SessionState.FAILED, STOPPED, null, null, false);
        redis.put("j-closed", SessionState.CLOSED, STOPPED);
        redis.put("k-closed-unlinked", SessionState.CLOSED, STOPPED, null, "PAIRING_TIMEOUT", false);
        redis.put("l-destroyed", SessionState.DESTROYED, STOPPED);
    }

    @Test
    void whatShouldRun_isStartedOrRestarted_andTheRestIsLeftAlone() {
        recover("").expectStatus().isAccepted();
        assertThat(commands())
                .isEqualTo(new TreeMap<>(Map.of(
                        "a-queued", START, "b-failed", START, "c-degraded", RESTART, "d-disconnected", RESTART)));
        recover("?closed=true");
        assertThat(commands())
                .containsEntry("j-closed", START)
                .doesNotContainKey("k-closed-unlinked")
                .hasSize(5);
        recover("?closed=true&pairing=true");
        assertThat(commands())
                .containsEntry("h-logged-out", START)
                .containsEntry("i-never-linked", START)
                .containsEntry("k-closed-unlinked", START)
                .doesNotContainKeys("e-banned", "f-starting", "g-shows-a-code", "l-destroyed", "alice")
                .hasSize(8);
    }

    @Test
    void nothingIsEverDeleted() {
        recover("?closed=true&pairing=true");
        assertThat(commands().values()).allMatch(it -> it.equals(START) || it.equals(RESTART));
    }

    /** A session that is started anew has no options but those of the start. */
    @Test
    void aStart_hasTheOptionsOfTheLastOne() {
        var options = new Command.Start(
                null,
                null,
                "DE",
                Map.of("crm", "1"),
                "user-1",
                null,
                new Command.Proxy("http://p.example:1", "u", "p"),
                null);
        redis.started.put(new SessionId("j-closed"), options);
        recover("?closed=true");
        assertThat(commands()).containsEntry("j-closed", options);
    }

    @Test
    void theReport_saysOfEachSessionWhatItWas_whatWasDone_andWhy() {
        recover("")
                .expectHeader()
                .valueMatches("Location", "/v1/recoveries/.+")
                .expectBody()
                .jsonPath("$.done")
                .isEqualTo(false)
                .jsonPath("$.totals.ready")
                .isEqualTo(1)
                .jsonPath("$.totals.pending")
                .isEqualTo(4)
                .jsonPath("$.totals.skipped")
                .isEqualTo(5)
                .jsonPath("$.sessions[?(@.sessionId=='d-disconnected')].action")
                .isEqualTo("restart")
                .jsonPath("$.sessions[?(@.sessionId=='e-banned')].why")
                .isEqualTo("BANNED")
                .jsonPath("$.sessions[?(@.sessionId=='f-starting')].why")
                .isEqualTo("STARTING")
                .jsonPath("$.sessions[?(@.sessionId=='g-shows-a-code')].why")
                .isEqualTo("WAITS_FOR_PHONE")
                .jsonPath("$.sessions[?(@.sessionId=='h-logged-out')].why")
                .isEqualTo("NEEDS_PHONE")
                .jsonPath("$.sessions[?(@.sessionId=='j-closed')]")
                .doesNotExist();
    }

    @Test
    void whoWaits_hasTheOutcomesInTheReport() {
        kafka.reaction = command -> {
            boolean fails = command.session().value().equals("b-failed");
            if (!fails) redis.put(command.session().value(), SessionState.READY, RUNNING);
            String code = fails ? "PROFILE_DAMAGED" : "OK";
            var status = fails ? OutcomeStatus.FAILED : OutcomeStatus.SUCCEEDED;
            tell(Told.outcome(command.session().value(), 1, command.id().value(), status, code));
        };
        client.post()
                .uri("/v1/sessions/recover")
                .header("Prefer", "wait=10")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.done")
                .isEqualTo(true)
                .jsonPath("$.totals.recovered")
                .isEqualTo(3)
                .jsonPath("$.totals.notReady")
                .isEqualTo(1)
                .jsonPath("$.sessions[?(@.sessionId=='b-failed')].outcome.code")
                .isEqualTo("PROFILE_DAMAGED")
                .jsonPath("$.sessions[?(@.sessionId=='c-degraded')].before")
                .isEqualTo("DEGRADED")
                .jsonPath("$.sessions[?(@.sessionId=='c-degraded')].after")
                .isEqualTo("READY");
    }

    /** A gateway that took nothing and read no outcome has only what lies in Redis. */
    @Test
    void anyGateway_hasTheReport() {
        String location =
                recover("").returnResult(Void.class).getResponseHeaders().getFirst("Location");
        assertThat(location).isNotNull();
        String command = "recovery-" + location.substring("/v1/recoveries/".length());
        for (String session : commands().keySet()) recoveries.answered.add(session + "/" + command);
        redis.put("a-queued", SessionState.READY, RUNNING);
        client.get()
                .uri(location)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.done")
                .isEqualTo(true)
                .jsonPath("$.totals.recovered")
                .isEqualTo(1)
                .jsonPath("$.totals.notReady")
                .isEqualTo(3)
                .jsonPath("$.sessions[0].outcome")
                .doesNotExist();
        answer(client.get().uri("/v1/recoveries/nothing").exchange()).isProblem(404, "RECOVERY_NOT_FOUND");
    }

    @Test
    void aRepeat_goesOnWithTheSameCommands_andLooksAtNoSessionAnew() {
        kafka.away = true;
        answer(keyed()).isProblem(503, "KAFKA_UNAVAILABLE");
        kafka.away = false;
        redis.put("z-later", SessionState.DISCONNECTED, RUNNING);
        keyed().expectStatus().isAccepted();
        keyed().expectStatus().isAccepted();
        assertThat(commands()).hasSize(4).doesNotContainKey("z-later");
        assertThat(kafka.published)
                .extracting(CommandMessage::id)
                .containsOnly(kafka.published.getFirst().id());
    }

    @Test
    void whatIsAskedWrongly_orWithRedisAway_doesNothing() {
        answer(client.post().uri("/v1/sessions/recover?closed=maybe").exchange())
                .isProblem(400, "INVALID_REQUEST", "closed");
        redis.away = true;
        answer(client.post().uri("/v1/sessions/recover").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        assertThat(kafka.published).isEmpty();
    }

    private WebTestClient.ResponseSpec keyed() {
        return client.post()
                .uri("/v1/sessions/recover")
                .header("Idempotency-Key", "monday")
                .exchange();
    }

    /** Forgets what earlier ones have published. */
    private WebTestClient.ResponseSpec recover(String query) {
        kafka.published.clear();
        return client.post().uri("/v1/sessions/recover" + query).exchange();
    }

    private Map<String, Command> commands() {
        Map<String, Command> commands = new TreeMap<>();
        for (CommandMessage message : kafka.published)
            commands.put(message.session().value(), message.command());
        return commands;
    }
}
