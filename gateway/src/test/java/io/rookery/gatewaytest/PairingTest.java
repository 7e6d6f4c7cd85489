package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
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
}
