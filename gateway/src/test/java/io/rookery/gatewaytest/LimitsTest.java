package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.gateway.audit.AuditRecord;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

class LimitsTest extends HttpTest {

    @Autowired
    private PlayedLimiter limiter;

    @Autowired
    private PlayedAudit audit;

    @Test
    void aKeyThatHasUsedUpItsRateIsToldWhenToComeBack() {
        limiter.reset();
        WebTestClient holder = with(key("viewer", "default", ",\"limit\":{\"perSecond\":2,\"burst\":3}"));
        for (int left = 2; left >= 0; left--)
            holder.get()
                    .uri("/v1/sessions/alice")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .valueEquals("RateLimit-Policy", "\"key\";q=3;w=2")
                    .expectHeader()
                    .valueEquals("RateLimit", "\"key\";r=" + left + ";t=2");
        var refused = holder.get().uri("/v1/sessions/alice").exchange();
        refused.expectHeader()
                .valueEquals("Retry-After", "3")
                .expectHeader()
                .valueEquals("RateLimit", "\"key\";r=0;t=2");
        answer(refused).isProblem(429, "RATE_LIMITED");
        // The operator's own key has no rate, and what is open needs none.
        client.get().uri("/v1/sessions/alice").exchange().expectHeader().doesNotExist("RateLimit");
        anybody().get().uri("/health").exchange().expectStatus().isOk();
    }

    /** Otherwise a key could fill the audit log with what it may not do. */
    @Test
    void whatIsRefusedCountsToo_andWhatIsBeyondTheRateIsNotInTheAuditLog() {
        limiter.reset();
        WebTestClient holder = with(key("viewer", "default", ",\"limit\":{\"perSecond\":1,\"burst\":1}"));
        audit.reset();
        answer(holder.post().uri("/v1/sessions/alice/close").exchange()).isProblem(403, "FORBIDDEN");
        answer(holder.post().uri("/v1/sessions/alice/close").exchange()).isProblem(429, "RATE_LIMITED");
        assertThat(audit.told).extracting(AuditRecord::status).containsExactly(403);
    }

    @Test
    void keysWithoutARateOfTheirOwnHaveTheClusters() {
        limiter.reset();
        with(key("viewer", "default", ""))
                .get()
                .uri("/v1/sessions")
                .exchange()
                .expectHeader()
                .valueEquals("RateLimit-Policy", "\"key\";q=500;w=5");
    }

    @Test
    void whereNobodyCanTellTheRequestIsLetThrough() {
        limiter.reset();
        WebTestClient holder = with(key("viewer", "default", ",\"limit\":{\"perSecond\":1,\"burst\":1}"));
        limiter.away = true;
        for (int request = 0; request < 3; request++)
            holder.get()
                    .uri("/v1/sessions")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .doesNotExist("RateLimit");
        limiter.reset();
    }

    /** The test's gateway waits for a second. */
    @Test
    void aBodyThatTricklesInIsGivenUp() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("""
                            POST /v1/sessions/alice/messages HTTP/1.1\r
                            Host: 127.0.0.1\r
                            X-Api-Key: %s\r
                            Content-Type: application/json\r
                            Content-Length: 100\r
                            \r
                            {"to":
                            """.formatted(KEY)).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("\"code\":\"BODY_TOO_SLOW\"");
        }
        assertThat(kafka.published).isEmpty();
    }
}
