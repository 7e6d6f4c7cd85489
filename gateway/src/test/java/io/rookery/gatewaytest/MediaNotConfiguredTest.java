package io.rookery.gatewaytest;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** A gateway without a store. */
class MediaNotConfiguredTest extends HttpTest {

    @Test
    void everyRouteSaysSo() {
        answer(client.post()
                        .uri("/v1/media")
                        .contentType(MediaType.IMAGE_PNG)
                        .bodyValue(new byte[10])
                        .exchange())
                .isProblem(503, "MEDIA_NOT_CONFIGURED");
        answer(client.get().uri("/v1/media/m1").exchange()).isProblem(503, "MEDIA_NOT_CONFIGURED");
        client.method(HttpMethod.HEAD)
                .uri("/v1/media/m1")
                .exchange()
                .expectStatus()
                .isEqualTo(503);
    }

    @Test
    void strangersLearnNothing() {
        answer(anybody().get().uri("/v1/media/m1").exchange()).isProblem(401, "UNAUTHORIZED");
        answer(anybody().post().uri("/v1/media").bodyValue("x").exchange()).isProblem(401, "UNAUTHORIZED");
    }
}
