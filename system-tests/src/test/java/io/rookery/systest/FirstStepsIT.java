package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.api.EventStream;
import io.rookery.quickstart.api.GatewayClient;
import io.rookery.systest.check.Checker;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new user's first hour: everything by REST, as the README's curl lines have it. */
@ExtendWith(SharedWorld.class)
class FirstStepsIT {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final Api api;
    private final GatewayClient client;

    FirstStepsIT(World world) {
        this.world = world;
        this.api = world.api();
        this.client = world.client();
    }

    @Test
    void aSessionIsLinked_sends_isFollowed_isClosed_startsWithoutACode_andIsDestroyed() {
        world.onlyWorker();
        String alice = world.phone();
        String bob = world.phone();
        Answer created = api.post("/v1/sessions", """
                {"sessionId":"first","pairing":{"method":"qr"}}""");
        assertThat(created.status()).as(created.toString()).isEqualTo(202);
        assertThat(created.text("commandId")).isNotEmpty();
        assertThat(created.text("sessionId")).isEqualTo("first");

        String code = theCode("first");
        Answer picture = api.get("/v1/sessions/first/qr?wait=30", "image/png");
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.type()).startsWith("image/png");
        assertThat(picture.body()).startsWith(PNG);
        if (!world.people().scan(alice, code)) world.link("first", alice);
        awaitState("first", "READY");
        assertThat(api.get("/v1/sessions/first").text("account/number")).endsWith(alice);
        assertThat(api.get("/v1/sessions").json().path("sessions").valueStream())
                .extracting(it -> it.path("sessionId").asString(""))
                .contains("first");
        assertThat(api.get("/v1/sessions/first/qr").text("code")).isEqualTo("QR_NOT_AVAILABLE");

        try (EventStream events = client.events("first")) {
            Answer sent = api.call(
                    "POST",
                    "/v1/sessions/first/messages",
                    text("+" + bob, "hello Bob"),
                    Map.of("Prefer", "wait=30", "Idempotency-Key", "hello-1"));
            assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
            assertThat(sent.text("status")).isEqualTo("succeeded");
            String messageId = sent.text("result/messageId");
            follow(events, "message.ack", "/messageId", messageId);
            Answer again = api.call(
                    "POST",
                    "/v1/sessions/first/messages",
                    text("+" + bob, "hello Bob"),
                    Map.of("Prefer", "wait=30", "Idempotency-Key", "hello-1"));
            assertThat(again.text("result/messageId")).isEqualTo(messageId);
            assertThat(api.get("/v1/commands/hello-1?sessionId=first").text("status"))
                    .isEqualTo("succeeded");

            world.people().read(bob, alice);
            follow(events, "message.ack", "/level", "read");
            world.people().write(bob, alice, "hello Alice");
            follow(events, "message.received", "/message/text", "hello Alice");

            assertThat(api.postAndWait("/v1/sessions/first/close", "").text("status"))
                    .isEqualTo("succeeded");
            follow(events, "session.status", "/state", "CLOSED");
        }
        assertThat(api.postAndWait("/v1/sessions/first/messages", text("+" + bob, "nobody hears this"))
                        .text("code"))
                .isEqualTo("SESSION_NOT_RUNNING");

        assertThat(api.call("PUT", "/v1/sessions/first", "{}", Map.of()).status())
                .isEqualTo(202);
        awaitState("first", "READY");
        assertThat(world.people().texts(bob)).containsOnlyOnce("hello Bob").doesNotContain("nobody hears this");

        Answer destroyed = api.call("DELETE", "/v1/sessions/first", "", Map.of("Prefer", "wait=30"));
        assertThat(destroyed.text("status")).as(destroyed.toString()).isEqualTo("succeeded");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get("/v1/sessions/first").status() == 404);
        world.awaitAnswers(PATIENCE);
        assertThat(new Checker(1).violations(world.evidence())).isEmpty();
    }

    @Test
    void aSessionIsLinkedByACodeToType() {
        world.onlyWorker();
        String carol = world.phone();
        api.post("/v1/sessions", "{\"sessionId\":\"typed\"}");
        assertThat(theCode("typed")).isNotEmpty();
        Answer asked = api.postAndWait("/v1/sessions/typed/pairing-code", "{\"phoneNumber\":\"+" + carol + "\"}");
        assertThat(asked.text("status")).as(asked.toString()).isEqualTo("succeeded");
        Awaitility.await().atMost(PATIENCE).until(() -> {
            Answer code = api.get("/v1/sessions/typed/pairing-code?wait=30");
            return code.status() == 200 && world.people().type(carol, code.text("code"));
        });
        awaitState("typed", "READY");
        assertThat(api.post("/v1/sessions/typed/pairing-code", "{\"phoneNumber\":\"+" + carol + "\"}")
                        .text("code"))
                .isEqualTo("SESSION_LINKED");
        Answer loggedOut = api.postAndWait("/v1/sessions/typed/logout", "");
        assertThat(loggedOut.text("status")).as(loggedOut.toString()).isEqualTo("succeeded");
        awaitState("typed", "LOGGED_OUT");
        assertThat(api.call("DELETE", "/v1/sessions/typed", "", Map.of("Prefer", "wait=30"))
                        .text("status"))
                .isEqualTo("succeeded");
    }

    @Test
    void whatNeedsNoKeyAnswersWithoutOne() {
        Api anybody = new Api(world.cluster().gateway().url(), Map.of());
        assertThat(anybody.get("/health").text("status")).isEqualTo("UP");
        Answer description = anybody.get("/v3/api-docs");
        assertThat(description.status()).isEqualTo(200);
        assertThat(description.json().path("paths").has("/v1/sessions/{sessionId}/messages"))
                .isTrue();
        assertThat(anybody.get("/swagger-ui.html").status()).isIn(200, 302);
    }

    private String theCode(String session) {
        Answer code = Awaitility.await("code of " + session)
                .atMost(PATIENCE)
                .until(() -> api.get("/v1/sessions/" + session + "/qr?wait=30"), answer -> answer.status() == 200);
        assertThat(Instant.parse(code.text("expiresAt"))).isAfter(Instant.now().minusSeconds(1));
        assertThat(code.text("pngDataUrl")).startsWith("data:image/png;base64,");
        return code.text("qr");
    }

    private void awaitState(String session, String state) {
        Awaitility.await(session + " " + state)
                .atMost(PATIENCE)
                .until(() -> api.get("/v1/sessions/" + session).text("state"), state::equals);
    }

    private static void follow(EventStream events, String type, String field, String value) {
        assertThat(events.await(
                        "io.rookery.event." + type,
                        data -> data.at(field).asString("").equals(value),
                        PATIENCE))
                .as(type + " with " + field + " " + value)
                .isPresent();
    }

    private static String text(String to, String text) {
        return """
                {"to":"%s","text":"%s"}""".formatted(to, text);
    }
}
