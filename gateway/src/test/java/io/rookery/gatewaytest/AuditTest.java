package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.gateway.audit.AuditRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class AuditTest extends HttpTest {

    @Autowired
    private PlayedAudit audit;

    @BeforeEach
    void forget() {
        audit.reset();
    }

    @Test
    void whatChangesSomethingIsTold() {
        client.post()
                .uri("/v1/sessions/alice/messages/3EB0C0FFEE/edit")
                .header("Idempotency-Key", "edit-1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"to\":\"+491700000002\",\"text\":\"secret text\"}")
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(audit.told).singleElement().satisfies(entry -> {
            assertThat(entry.keyId()).isEqualTo("file");
            assertThat(entry.tenant()).isEqualTo("default");
            assertThat(entry.role()).isEqualTo("owner");
            assertThat(entry.action()).isEqualTo("message:send");
            assertThat(entry.method()).isEqualTo("POST");
            assertThat(entry.route()).isEqualTo("/v1/sessions/{sessionId}/messages/{messageId}/edit");
            assertThat(entry.about()).isEqualTo(Map.of("sessionId", "alice", "commandId", "edit-1"));
            assertThat(entry.status()).isEqualTo(202);
            assertThat(entry.toString()).doesNotContain("4917", "secret text", "C0FFEE");
        });
    }

    @Test
    void aSessionThatIsNamedInABodyIsTold_andSoIsWhatWasMade() {
        client.post()
                .uri("/v1/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"sessionId\":\"audited\"}")
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(audit.told.getFirst().about())
                .containsEntry("sessionId", "audited")
                .containsKey("commandId");
        TestKey made = key("viewer", "default", "");
        assertThat(audit.told.getLast().about()).containsEntry("created", "/v1/keys/" + made.id());
        assertThat(audit.told.toString()).doesNotContain(made.secret());
    }

    @Test
    void whatIsRefusedOrFailsIsTold_andWhatOnlyReadsIsNot() {
        TestKey viewer = key("viewer", "default", "");
        audit.reset();
        with(viewer)
                .post()
                .uri("/v1/sessions/alice/close")
                .exchange()
                .expectStatus()
                .isForbidden();
        kafka.away = true;
        client.post().uri("/v1/sessions/alice/close").exchange().expectStatus().isEqualTo(503);
        client.post().uri("/v1/sessions/nobody/close").exchange().expectStatus().isNotFound();
        anybody()
                .post()
                .uri("/v1/sessions/alice/close")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.get().uri("/v1/sessions/alice").exchange().expectStatus().isOk();
        client.post().uri("/v1/nothing").exchange().expectStatus().isNotFound();
        assertThat(audit.told).extracting(AuditRecord::status).containsExactly(403, 503, 404);
        assertThat(audit.told.getFirst().keyId()).isEqualTo(viewer.id());
    }

    @Test
    void readingCodesAndKeysIsTold() {
        client.get().uri("/v1/sessions/alice/qr").exchange().expectStatus().isEqualTo(409);
        client.get().uri("/v1/keys").exchange().expectStatus().isOk();
        assertThat(audit.told).extracting(AuditRecord::action).containsExactly("session:connect", "key:read");
    }

    @Test
    void whoGoesAwayIsToldAllTheSame() {
        var waiting = client.mutate()
                .responseTimeout(Duration.ofSeconds(3))
                .build()
                .post()
                .uri("/v1/sessions/alice/close")
                .header("Prefer", "wait=20");
        org.assertj.core.api.Assertions.assertThatThrownBy(waiting::exchange).isInstanceOf(RuntimeException.class);
        await().until(() -> audit.told.size() == 1);
        assertThat(audit.told.getFirst().status()).isEqualTo(499);
        assertThat(audit.told.getFirst().about()).containsKey("commandId");
    }

    @Test
    void eachTenantReadsItsOwn() {
        WebTestClient acme = with(key("admin", "acme", ""));
        TestKey limited = key("admin", "default", ",\"sessions\":[\"bob\"]");
        audit.reset();
        client.post().uri("/v1/sessions/alice/close").exchange().expectStatus().isAccepted();
        with(limited)
                .post()
                .uri("/v1/sessions/bob/close")
                .exchange()
                .expectStatus()
                .isNotFound();
        acme.post().uri("/v1/sessions/carol/close").exchange().expectStatus().isNotFound();
        client.get()
                .uri("/v1/audit")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.records[*].about.sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"bob\",\"alice\"]"))
                .jsonPath("$.next")
                .isEqualTo("7");
        client.get()
                .uri("/v1/audit?session=alice&action=session:connect&key=file&limit=1")
                .exchange()
                .expectBody()
                .jsonPath("$.records.length()")
                .isEqualTo(1);
        client.get()
                .uri("/v1/audit?to=2001-01-01T00:00:00Z")
                .exchange()
                .expectBody()
                .jsonPath("$.records.length()")
                .isEqualTo(0);
        acme.get()
                .uri("/v1/audit")
                .exchange()
                .expectBody()
                .jsonPath("$.records[*].about.sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"carol\"]"));
        with(limited)
                .get()
                .uri("/v1/audit")
                .exchange()
                .expectBody()
                .jsonPath("$.records[*].about.sessionId")
                .value((Object ids) -> assertThat(ids).hasToString("[\"bob\"]"));
        audit.away = true;
        answer(client.get().uri("/v1/audit").exchange()).isProblem(503, "KAFKA_UNAVAILABLE");
    }

    @ParameterizedTest
    @CsvSource({"from=yesterday,from", "to=1,to", "limit=0,limit", "limit=201,limit", "cursor=x,cursor"})
    void whatDoesNotFitIsNamed(String query, String field) {
        answer(client.get().uri("/v1/audit?" + query).exchange()).isProblem(400, "INVALID_REQUEST", field);
    }
}
