package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

class PairingTest extends HttpTest {

    @Test
    void aQrCodeComesAsJsonAndAsAPicture() {
        redis.put("p1", SessionState.QR_READY, Event.Desired.RUNNING);
        tell(Told.qr("p1", 1, 2, "2@code", Instant.now().plusSeconds(20)));
        client.get()
                .uri("/v1/sessions/p1/qr")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.method")
                .isEqualTo("qr")
                .jsonPath("$.qr")
                .isEqualTo("2@code")
                .jsonPath("$.expiresAt")
                .isNotEmpty()
                .jsonPath("$.pngDataUrl")
                .value((String url) -> assertThat(url).startsWith("data:image/png;base64,iVBOR"));
        client.get()
                .uri("/v1/sessions/p1/qr")
                .accept(MediaType.IMAGE_PNG)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.IMAGE_PNG)
                .expectBody(byte[].class)
                .value(png -> assertThat(png).startsWith(0x89, 'P', 'N', 'G'));
    }

    @Test
    void aPairingCodeIsNoPicture() {
        redis.put("p2", SessionState.PAIRING_CODE_READY, Event.Desired.RUNNING);
        tell(Told.pairingCode("p2", 1, 2, "ABCD-EFGH", Instant.now().plusSeconds(20)));
        client.get()
                .uri("/v1/sessions/p2/qr")
                .exchange()
                .expectBody()
                .jsonPath("$.method")
                .isEqualTo("code")
                .jsonPath("$.code")
                .isEqualTo("ABCD-EFGH")
                .jsonPath("$.qr")
                .doesNotExist();
        answer(client.get()
                        .uri("/v1/sessions/p2/qr")
                        .accept(MediaType.IMAGE_PNG)
                        .exchange())
                .isProblem(409, "QR_NOT_AVAILABLE");
    }

    @Test
    void whoWaitsGetsTheCodeWhenItComesUp() {
        redis.put("p3", SessionState.INITIALIZING, Event.Desired.RUNNING);
        Mono.delay(Duration.ofMillis(200))
                .subscribe(ignored ->
                        tell(Told.qr("p3", 1, 2, "2@late", Instant.now().plusSeconds(20))));
        client.get()
                .uri("/v1/sessions/p3/qr?wait=10")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.qr")
                .isEqualTo("2@late");
    }

    @Test
    void whoWaitsInVainIsToldTheState() {
        redis.put("p4", SessionState.INITIALIZING, Event.Desired.RUNNING);
        answer(client.get().uri("/v1/sessions/p4/qr?wait=1").exchange())
                .isProblem(409, "QR_NOT_AVAILABLE")
                .jsonPath("$.state")
                .isEqualTo("INITIALIZING");
    }

    @Test
    void aSessionThatIsLinkedHasNoCodeToWaitFor() {
        Instant begun = Instant.now();
        answer(client.get().uri("/v1/sessions/alice/qr?wait=15").exchange())
                .isProblem(409, "QR_NOT_AVAILABLE")
                .jsonPath("$.state")
                .isEqualTo("READY");
        redis.put("p5", SessionState.INITIALIZING, Event.Desired.RUNNING);
        Mono.delay(Duration.ofMillis(200)).subscribe(ignored -> tell(Told.status("p5", 1, 2, SessionState.READY)));
        answer(client.get().uri("/v1/sessions/p5/qr?wait=15").exchange()).isProblem(409, "QR_NOT_AVAILABLE");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void anExpiredCodeIsNone() {
        redis.put("p6", SessionState.QR_READY, Event.Desired.RUNNING);
        tell(Told.qr("p6", 1, 2, "2@old", Instant.now().minusSeconds(1)));
        answer(client.get().uri("/v1/sessions/p6/qr").exchange()).isProblem(409, "QR_NOT_AVAILABLE");
    }

    @Test
    void thePairingCodeIsTheLettersAlone() {
        redis.put("c1", SessionState.QR_READY, Event.Desired.RUNNING, null, null, false);
        tell(Told.qr("c1", 1, 2, "2@code", Instant.now().plusSeconds(20)));
        answer(client.get().uri("/v1/sessions/c1/pairing-code").exchange())
                .isProblem(409, "PAIRING_CODE_NOT_AVAILABLE")
                .jsonPath("$.state")
                .isEqualTo("QR_READY");
        Mono.delay(Duration.ofMillis(200))
                .subscribe(ignored -> tell(
                        Told.pairingCode("c1", 1, 3, "ABCD-EFGH", Instant.now().plusSeconds(20))));
        client.get()
                .uri("/v1/sessions/c1/pairing-code?wait=10")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.method")
                .isEqualTo("code")
                .jsonPath("$.code")
                .isEqualTo("ABCD-EFGH");
        answer(client.get().uri("/v1/sessions/c1/pairing-code?wait=31").exchange())
                .isProblem(400, "INVALID_REQUEST", "wait");
    }

    @Test
    void whereWhatsAppGivesNoLettersNobodyWaitsForThem() {
        redis.put("c2", SessionState.QR_READY, Event.Desired.RUNNING, null, "PAIRING_CODE_REFUSED", false);
        Instant begun = Instant.now();
        answer(client.get().uri("/v1/sessions/c2/pairing-code?wait=15").exchange())
                .isProblem(409, "PAIRING_CODE_NOT_AVAILABLE");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aSessionThatShowsAQrCodeIsStartedAnewWithWhatItHad() {
        redis.put("c3", SessionState.PAIRING_CODE_READY, Event.Desired.RUNNING, null, null, false);
        redis.started.put(new SessionId("c3"), new Command.Start(Command.Pairing.QR).withUser("user-1"));
        tell(Told.pairingCode("c3", 1, 2, "OLDO-NEXX", Instant.now().plusSeconds(20)));
        askForCode("c3", "{\"phoneNumber\":\"+491700000001\"}")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("Location", "/v1/commands/code-1?sessionId=c3")
                .expectBody()
                .jsonPath("$.commandId")
                .isEqualTo("code-1");
        var wanted = new Command.Pairing(Command.Method.CODE, "+491700000001");
        assertThat(kafka.published)
                .extracting(CommandMessage::command)
                .containsExactly(new Command.Close(true), new Command.Start(wanted).withUser("user-1"));
        // The code of before is another number's.
        answer(client.get().uri("/v1/sessions/c3/pairing-code").exchange())
                .isProblem(409, "PAIRING_CODE_NOT_AVAILABLE");
        askForCode("c3", "{\"phoneNumber\":\"+491700000001\"}").expectStatus().isAccepted();
        List<CommandId> ids = kafka.published.stream().map(CommandMessage::id).toList();
        assertThat(ids.get(0)).isNotEqualTo(ids.get(1));
        assertThat(ids.subList(2, 4)).as("of the repeat").isEqualTo(ids.subList(0, 2));
    }

    @Test
    void aClosedSessionIsOnlyStarted() {
        redis.put("c4", SessionState.CLOSED, Event.Desired.STOPPED, null, null, false);
        askForCode("c4", "{\"phoneNumber\":\"+491700000001\"}").expectStatus().isAccepted();
        assertThat(kafka.published)
                .extracting(CommandMessage::command)
                .containsExactly(new Command.Start(new Command.Pairing(Command.Method.CODE, "+491700000001")));
    }

    @Test
    void aCodeIsForASessionWithoutAPhone() {
        answer(askForCode("alice", "{\"phoneNumber\":\"+491700000001\"}"))
                .isProblem(409, "SESSION_LINKED")
                .jsonPath("$.state")
                .isEqualTo("READY");
        answer(askForCode("nobody", "{\"phoneNumber\":\"+491700000001\"}")).isProblem(404, "SESSION_NOT_FOUND");
        answer(askForCode("alice", "{}")).isProblem(400, "INVALID_REQUEST", "phoneNumber");
        answer(askForCode("alice", "{\"phoneNumber\":\"bob\"}")).isProblem(400, "INVALID_PHONE_NUMBER", "phoneNumber");
        answer(askForCode("alice", "{\"phoneNumber\":\"+491700000001\",\"method\":\"qr\"}"))
                .isProblem(400, "INVALID_REQUEST", "method");
        redis.away = true;
        answer(askForCode("alice", "{\"phoneNumber\":\"+491700000001\"}")).isProblem(503, "REDIS_UNAVAILABLE");
        assertThat(kafka.published).isEmpty();
    }

    /** The record of a session that was just started may not be written yet. */
    @Test
    void aSessionThatWasJustStartedIsWaitedFor() {
        client.put().uri("/v1/sessions/c5").exchange().expectStatus().isAccepted();
        Mono.delay(Duration.ofMillis(300))
                .subscribe(ignored ->
                        redis.put("c5", SessionState.INITIALIZING, Event.Desired.RUNNING, null, null, false));
        askForCode("c5", "{\"phoneNumber\":\"+491700000001\"}").expectStatus().isAccepted();
        assertThat(kafka.published).hasSize(3);
    }

    private WebTestClient.ResponseSpec askForCode(String session, String body) {
        return client.post()
                .uri("/v1/sessions/" + session + "/pairing-code")
                .header("Idempotency-Key", "code-1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
