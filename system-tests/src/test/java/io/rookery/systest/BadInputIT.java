package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.DeadLetters;
import io.rookery.systest.world.DeadLetters.DeadLetter;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people and programs get wrong: each has a clear answer, and nobody else suffers. */
@ExtendWith(SharedWorld.class)
class BadInputIT {
    private static final String FINE = "{\"to\":\"+491700000001\",\"text\":\"hello\"}";

    private final World world;
    private final Api api;

    BadInputIT(World world) {
        this.world = world;
        this.api = world.api();
    }

    @Test
    void theGatewayAnswersEachWithAProblem() {
        String messages = "/v1/sessions/known/messages";
        api.post("/v1/sessions", "{\"sessionId\":\"known\"}");

        problem(api.post("/v1/sessions/nobody/messages", FINE), 404, "SESSION_NOT_FOUND");
        problem(api.get("/v1/sessions/nobody"), 404, "SESSION_NOT_FOUND");
        problem(api.get("/v1/sessions/nobody/events", "text/event-stream"), 404, "SESSION_NOT_FOUND");
        problem(api.get("/v1/sessions/no%20body"), 400, "INVALID_SESSION_ID");
        problem(api.post("/v1/sessions", "{\"sessionId\":\"" + "a".repeat(65) + "\"}"), 400, "INVALID_SESSION_ID");
        problem(api.post(messages, "{\"to\":\"12ab\",\"text\":\"hello\"}"), 400, "INVALID_PHONE_NUMBER");
        problem(
                api.post(messages, "{\"to\":\"+491700000001\",\"text\":\"" + "a".repeat(65_537) + "\"}"),
                400,
                "TEXT_TOO_LONG");
        problem(api.post(messages, "{\"to\":"), 400, "MALFORMED_JSON");
        problem(api.post(messages, "{\"to\":\"+491700000001\",\"txt\":\"hello\"}"), 400, "INVALID_REQUEST");
        problem(api.get("/v1/no/such/thing"), 404, "NOT_FOUND");
        for (Map<String, String> key : List.of(
                Map.<String, String>of(), Map.of("X-Api-Key", "wrong"), Map.of("Authorization", "Bearer wrong"))) {
            problem(new Api(world.cluster().gateway().url(), key).post(messages, FINE), 401, "UNAUTHORIZED");
        }
        assertThat(api.call("DELETE", "/v1/sessions/known", "", Map.of("Prefer", "wait=30"))
                        .text("status"))
                .isEqualTo("succeeded");
    }

    /** An HTTP server that is answered from other threads may forget to read on; one in fifty rounds showed it. */
    @Test
    void aRefusalDoesNotSilenceTheConnection() {
        for (int round = 0; round < 150; round++) {
            problem(api.get("/v1/sessions/nobody"), 404, "SESSION_NOT_FOUND");
            problem(api.get("/v1/sessions/no%20body"), 400, "INVALID_SESSION_ID");
            problem(api.post("/v1/sessions/nobody/messages", FINE), 404, "SESSION_NOT_FOUND");
        }
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("title")).isNotEmpty();
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    @Test
    void aCommandThatCanNotBeCarriedOutIsRejected() {
        rejected("bad-1", "message.send", "{\"to\":\"+491700000001\",\"text\":\"hello\"}", "SESSION_NOT_FOUND");
        rejected("bad-2", "message.sing", "{}", "UNKNOWN_COMMAND_TYPE");
        rejected("bad-3", "message.send", "{\"to\":\"12ab\",\"text\":\"hello\"}", "INVALID_COMMAND");
        rejected(
                "bad-4",
                "message.send",
                "{\"to\":\"+491700000001\",\"text\":\"" + "a".repeat(65_537) + "\"}",
                "INVALID_COMMAND");
        assertThat(rejected("bad-5", "session.close", "{\"when\":\"now\"}", "INVALID_COMMAND")
                        .text())
                .contains("when is not known here");
    }

    /** What a later version of the contract might bring is refused by name: to carry out only what is understood of it could do harm. */
    @Test
    void aCommandOfAFutureSchemaIsRejected() {
        rejected("future-1", "message.star", "{\"messageId\":\"1\"}", "UNKNOWN_COMMAND_TYPE");
        rejected(
                "future-2", "message.send.v2", "{\"to\":\"+491700000001\",\"text\":\"hello\"}", "UNKNOWN_COMMAND_TYPE");
        assertThat(rejected("future-3", "session.start", "{\"pairing\":{\"method\":\"passkey\"}}", "INVALID_COMMAND")
                        .text())
                .contains("pairing.method");
        assertThat(rejected(
                                "future-4",
                                "message.send",
                                "{\"to\":\"+491700000001\",\"text\":\"hello\",\"viewOnce\":true}",
                                "INVALID_COMMAND")
                        .text())
                .contains("viewOnce is not known here");
        String value = command("stranger", "future-5", "session.close", "{}").replace("\"1.0\"", "\"2.0\"");
        assertThat(rejected("future-5", value, "INVALID_COMMAND").text()).contains("specversion");
    }

    /** Written by hand, with a deadline that has passed: nothing of it happens, whether the session runs or not. */
    @Test
    void aCommandPastItsDeadlineIsExpired() {
        String session = "too-late";
        raw(session, late(command(session, "late-start", "session.start", "{}")));
        expired(session, "late-start");
        assertThat(world.tape().of(session, Event.Qr.class))
                .as("codes for a start that came too late")
                .isEmpty();

        raw(session, command(session, "start", "session.start", "{}"));
        world.tape().await(session, Event.Qr.class, it -> true);
        raw(session, late(command(session, "late-destroy", "session.destroy", "{}")));
        expired(session, "late-destroy");
        assertThat(api.get("/v1/sessions/" + session).text("desired")).isEqualTo("RUNNING");

        raw(session, command(session, "destroy", "session.destroy", "{}"));
        assertThat(world.tape().awaitOutcome(session, "destroy").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    private static String late(String command) {
        return command.replace("{\"specversion\"", "{\"expiresat\":\"2020-01-01T00:00:00Z\",\"specversion\"");
    }

    private void expired(String session, String id) {
        Event.Outcome outcome = world.tape().awaitOutcome(session, id);
        assertThat(outcome.status()).as(id).isEqualTo(OutcomeStatus.EXPIRED);
        assertThat(outcome.code()).as(id).isEqualTo("EXPIRED");
    }

    /** One id, four commands: the first one counts, also when the session was closed and started in between. */
    @Test
    void aCommandIdThatIsUsedAgainHasOneOutcome() {
        String session = "again";
        raw(session, command(session, "one", "session.start", "{}"));
        raw(session, command(session, "one", "session.start", "{}"));
        raw(session, command(session, "one", "session.close", "{}"));
        world.tape().await(session, Event.Qr.class, it -> true);
        raw(session, command(session, "two", "session.close", "{}"));
        assertThat(world.tape().awaitOutcome(session, "two").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        raw(session, command(session, "one", "session.start", "{}"));
        raw(session, command(session, "three", "session.start", "{}"));
        raw(session, command(session, "two", "session.close", "{}"));
        raw(session, command(session, "four", "session.destroy", "{}"));
        assertThat(world.tape().awaitOutcome(session, "four").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        for (String id : List.of("one", "two", "three", "four"))
            assertThat(world.tape().outcomes(session, id))
                    .as("outcomes of " + id)
                    .hasSize(1);
    }

    private void raw(String session, String value) {
        world.writer().raw(world.writer().home(session), session, value);
    }

    private Event.Outcome rejected(String id, String type, String data, String code) {
        return rejected(id, command("stranger", id, type, data), code);
    }

    private Event.Outcome rejected(String id, String value, String code) {
        String session = "stranger";
        raw(session, value);
        Event.Outcome outcome = world.tape().awaitOutcome(session, id);
        assertThat(outcome.status()).as(id).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(outcome.code()).as(id).isEqualTo(code);
        assertThat(world.tape().outcomes(session, id)).hasSize(1);
        return outcome;
    }

    @Test
    void whatIsNoCommandGoesToTheDeadLetters_andTheNextRecordIsAnsweredWithinASecond() {
        dead("poison-1", "{\"specversion\":\"1.0\",\"id\":\"broken", "the value is not JSON");
        dead("poison-2", "just text", "the value is not JSON");
        dead("poison-3", "[]", "the value is not a JSON object");
        dead("poison-4", """
                {"specversion":"1.0","id":"x","source":"/me","type":"io.rookery.command.session.start"}""", "subject (the session id) is missing");
        dead("poison-5", """
                {"specversion":"1.0","id":"x","source":"/me","type":"io.rookery.command.session.start","subject":"no body"}""", "subject (the session id) must match ^[A-Za-z0-9_-]{1,64}$");
        dead("poison-6", """
                {"specversion":"1.0","source":"/me","type":"io.rookery.command.session.start","subject":"stranger"}""", "id is missing");
    }

    private void dead(String neighbour, String value, String reason) {
        String session = "stranger";
        int partition = world.writer().home(session);
        RecordMetadata place = world.writer().raw(partition, session, value);
        world.writer().raw(partition, session, command(session, neighbour, "session.close", "{}"));
        try (var letters = new DeadLetters(world)) {
            DeadLetter letter = letters.await(place);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.headers())
                    .containsEntry("rookery-reason", reason)
                    .containsEntry("rookery-topic", "rookery.commands")
                    .containsKeys("rookery-partition", "rookery-offset", "rookery-timestamp");
            assertThat(world.tape().awaitOutcome(session, neighbour).code()).isEqualTo("SESSION_NOT_FOUND");
            Instant answered = world.tape()
                    .of(session)
                    .filter(it -> it.id().equals(neighbour))
                    .findFirst()
                    .orElseThrow()
                    .time();
            assertThat(Duration.between(Instant.ofEpochMilli(letter.writtenAt()), answered))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    private static String command(String session, String id, String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/me","type":"io.rookery.command.%s","subject":"%s","data":%s}""".formatted(id, type, session, data);
    }
}
