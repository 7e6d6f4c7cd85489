package io.rookery.quickstart.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.quickstart.api.GatewayClient.Session;
import io.rookery.quickstart.process.PartFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {
    private StubGateway gateway;

    @BeforeEach
    void startStub() throws IOException {
        gateway = new StubGateway();
    }

    @AfterEach
    void stopStub() {
        gateway.close();
    }

    @Test
    void readsAllPagesOfSessions() {
        gateway.answer("GET /v1/sessions?limit=500", 200, """
                        {"sessions":[{"sessionId":"a","state":"READY","worker":"worker-1","epoch":3}],"next":"a"}""").answer("GET /v1/sessions?limit=500&after=a", 200, """
                        {"sessions":[{"sessionId":"b","state":"QUEUED","epoch":0}]}""");
        assertThat(gateway.client().sessions())
                .containsExactly(new Session("a", "READY", "worker-1", 3), new Session("b", "QUEUED", "", 0));
    }

    @Test
    void aSessionThatIsNotThereIsEmptyAndSoIsItsQr() {
        gateway.answer("GET /v1/sessions/a/qr?wait=0", 409, "{\"detail\":\"not yet\"}");
        assertThat(gateway.client().session("a")).isEmpty();
        assertThat(gateway.client().qr("a", Duration.ZERO)).isEmpty();
    }

    @Test
    void theProblemsOwnWordsAreTheMessage() {
        assertThatThrownBy(() -> new GatewayClient(gateway.url(), "guess").start("a"))
                .isInstanceOf(PartFailed.class)
                .hasMessage("POST /v1/sessions answers 401 instead of 202: the API key is missing or wrong");
        gateway.close();
        assertThatThrownBy(() -> gateway.client().start("a")).hasMessageContaining("does not answer");
    }

    @Test
    void startsASessionThatPairsByQr() {
        gateway.answer("POST /v1/sessions", 202, "{}");
        gateway.client().start("a");
        assertThat(gateway.bodies().getFirst()).contains("\"sessionId\":\"a\"", "\"method\":\"qr\"");
    }

    @Test
    void aCommandThatIsNotTakenIsRepeatedUnderTheSameId() {
        gateway.answer("DELETE /v1/sessions/a", 202, "{}").refuseNext(2);
        gateway.client().destroy("a");
        assertThat(gateway.ids()).hasSize(3);
        assertThat(new HashSet<>(gateway.ids())).hasSize(1);
    }

    @Test
    void findsAnEventInTheStream() {
        gateway.answer("GET /v1/sessions/a/events", 200, """
                :following

                id:1
                event:message.ack
                data:{"type":"io.rookery.event.message.ack","data":{"level":"sent"}}

                event:stream.gap
                data:{}

                data:{"type":"io.rookery.event.message.ack",
                data: "data":{"level":"read"}}

                """);
        try (var events = gateway.client().events("a")) {
            assertThat(events.await(
                            "io.rookery.event.message.ack",
                            data -> data.path("level").asString("").equals("read"),
                            Duration.ofSeconds(5)))
                    .isPresent();
            assertThat(events.await("io.rookery.event.session.qr", data -> true, Duration.ZERO))
                    .isEmpty();
            assertThat(events.seen()).hasSize(3);
        }
    }
}
