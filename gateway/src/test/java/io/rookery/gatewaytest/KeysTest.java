package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.gateway.config.ConfigKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.json.JsonMapper;

class KeysTest extends HttpTest {

    @Test
    void aKeyIsToldOnceAndKeptAsAHash() {
        TestKey made = key("operator", "default", ",\"sessions\":[\"alice\"],\"limit\":{\"perSecond\":5,\"burst\":10}");
        assertThat(made.secret()).matches("rk_" + made.id() + "_[A-Za-z0-9_-]{43}");
        assertThat(config.all(ConfigKind.KEY))
                .hasSize(1)
                .allSatisfy(entry -> assertThat(entry.json())
                        .contains("sha256")
                        .doesNotContain(made.secret().substring(20)));
        client.get()
                .uri("/v1/keys/" + made.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.key")
                .doesNotExist()
                .jsonPath("$.role")
                .isEqualTo("operator")
                .jsonPath("$.sessions[0]")
                .isEqualTo("alice")
                .jsonPath("$.createdBy")
                .isEqualTo("file")
                .jsonPath("$.limit.burst")
                .isEqualTo(10);
        client.get()
                .uri("/v1/keys")
                .exchange()
                .expectBody()
                .jsonPath("$.keys.length()")
                .isEqualTo(1)
                .jsonPath("$.keys[0].key")
                .doesNotExist();
        with(made).get().uri("/v1/sessions/alice").exchange().expectStatus().isOk();
        answer(with(made.secret().replace(made.secret().substring(25, 30), "00000"))
                        .get()
                        .uri("/v1/sessions/alice")
                        .exchange())
                .isProblem(401, "UNAUTHORIZED");
    }

    @Test
    void aRepeatedRequestMakesNoSecondKey() {
        String wish = "{\"name\":\"crm\",\"role\":\"operator\",\"sessions\":[\"alice\"]}";
        String id = JsonMapper.shared()
                .readTree(made(wish)
                        .expectStatus()
                        .isCreated()
                        .expectBody()
                        .returnResult()
                        .getResponseBody())
                .path("id")
                .asString();
        made(wish)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Location", "/v1/keys/" + id)
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(id)
                .jsonPath("$.key")
                .doesNotExist();
        answer(made("{\"name\":\"crm\",\"role\":\"viewer\"}")).isProblem(409, "IDEMPOTENCY_KEY_REUSED");
        assertThat(config.all(ConfigKind.KEY)).hasSize(1);
        client.delete().uri("/v1/keys/" + id).exchange().expectStatus().isNoContent();
        made(wish).expectStatus().isCreated();
        answer(client.post()
                        .uri("/v1/keys")
                        .header("Idempotency-Key", "two words")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(wish)
                        .exchange())
                .isProblem(400, "INVALID_REQUEST", "Idempotency-Key");
    }

    private WebTestClient.ResponseSpec made(String body) {
        return client.post()
                .uri("/v1/keys")
                .header("Idempotency-Key", "make/1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void aRotatedKeyHasTwoSecretsForAWhile() {
        TestKey made = key("viewer", "default", "");
        String second = rotated(made, "{\"overlapSeconds\":60}");
        isOpen(made.secret());
        isOpen(second);
        String third = rotated(made, "{\"overlapSeconds\":60}");
        isClosed(made.secret());
        isOpen(second);
        isOpen(third);
        String last = rotated(made, "{}");
        isClosed(second);
        isClosed(third);
        isOpen(last);
    }

    @Test
    void aRevokedKeyStopsAtOnceAndSoDoItsStreams() {
        TestKey made = key("viewer", "default", "");
        var ended = WebClient.create("http://127.0.0.1:" + port)
                .get()
                .uri("/v1/sessions/alice/events")
                .header("X-Api-Key", made.secret())
                .retrieve()
                .bodyToFlux(String.class)
                .ignoreElements()
                .toFuture();
        await().until(() -> feed.followers() == 1);
        client.delete().uri("/v1/keys/" + made.id()).exchange().expectStatus().isNoContent();
        isClosed(made.secret());
        await().until(ended::isDone);
        assertThat(ended).isCompleted();
        await().until(() -> feed.followers() == 0);
        answer(client.delete().uri("/v1/keys/" + made.id()).exchange()).isProblem(404, "KEY_NOT_FOUND");
    }

    @Test
    void aKeyExpires() {
        TestKey made =
                key("viewer", "default", ",\"expiresAt\":\"" + Instant.now().plusSeconds(5) + "\"");
        isOpen(made.secret());
        WebTestClient holder = with(made);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> holder.get()
                                .uri("/v1/sessions")
                                .exchange()
                                .returnResult(Void.class)
                                .getStatus()
                                .value()
                        == 401);
    }

    @Test
    void nobodyMakesAKeyThatMayMoreThanItsOwn() {
        WebTestClient admin = with(key("admin", "acme", ""));
        WebTestClient limited = with(key("admin", "acme", ",\"sessions\":[\"a1\",\"a2\"]"));
        answer(post(admin, "/v1/keys", "{\"name\":\"x\",\"role\":\"owner\"}")).isProblem(403, "FORBIDDEN");
        answer(post(admin, "/v1/keys", "{\"name\":\"x\",\"role\":\"viewer\",\"tenant\":\"default\"}"))
                .isProblem(403, "FORBIDDEN");
        answer(post(limited, "/v1/keys", "{\"name\":\"x\",\"role\":\"viewer\"}"))
                .isProblem(403, "FORBIDDEN");
        answer(post(limited, "/v1/keys", "{\"name\":\"x\",\"role\":\"viewer\",\"sessions\":[\"a1\",\"a3\"]}"))
                .isProblem(403, "FORBIDDEN");
        post(limited, "/v1/keys", "{\"name\":\"x\",\"role\":\"viewer\",\"sessions\":[\"a1\"]}")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.tenant")
                .isEqualTo("acme");
        TestKey owner = key("owner", "acme", "");
        answer(post(admin, "/v1/keys/" + owner.id() + "/rotate", "{}")).isProblem(403, "FORBIDDEN");
        answer(admin.delete().uri("/v1/keys/" + owner.id()).exchange()).isProblem(403, "FORBIDDEN");
        // What it does not cover, it does not see.
        answer(limited.get().uri("/v1/keys/" + owner.id()).exchange()).isProblem(404, "KEY_NOT_FOUND");
        limited.get()
                .uri("/v1/keys")
                .exchange()
                .expectBody()
                .jsonPath("$.keys.length()")
                .isEqualTo(2);
        admin.get()
                .uri("/v1/keys?tenant=default")
                .exchange()
                .expectBody()
                .jsonPath("$.keys.length()")
                .isEqualTo(0);
        client.get()
                .uri("/v1/keys?tenant=acme")
                .exchange()
                .expectBody()
                .jsonPath("$.keys.length()")
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|INVALID_REQUEST|name",
                "{\"name\":\"x\"}|INVALID_REQUEST|role",
                "{\"name\":\"x\",\"role\":\"emperor\"}|INVALID_REQUEST|role",
                "{\"name\":\"\",\"role\":\"viewer\"}|INVALID_REQUEST|name",
                "{\"name\":7,\"role\":\"viewer\"}|INVALID_REQUEST|name",
                "{\"name\":\"x\",\"role\":\"viewer\",\"tenant\":\"Not One\"}|INVALID_REQUEST|tenant",
                "{\"name\":\"x\",\"role\":\"viewer\",\"sessions\":[]}|INVALID_REQUEST|sessions",
                "{\"name\":\"x\",\"role\":\"viewer\",\"sessions\":[\"no id\"]}|INVALID_REQUEST|sessions",
                "{\"name\":\"x\",\"role\":\"owner\",\"sessions\":[\"a\"]}|INVALID_REQUEST|sessions",
                "{\"name\":\"x\",\"role\":\"viewer\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}|INVALID_REQUEST|expiresAt",
                "{\"name\":\"x\",\"role\":\"viewer\",\"limit\":{\"perSecond\":0,\"burst\":1}}|INVALID_REQUEST|limit.perSecond",
                "{\"name\":\"x\",\"role\":\"viewer\",\"limit\":{\"perSecond\":1}}|INVALID_REQUEST|limit.burst",
                "{\"name\":\"x\",\"role\":\"viewer\",\"more\":1}|INVALID_REQUEST|more"
            })
    void whatDoesNotFitIsNamed(String body, String code, String field) {
        answer(post(client, "/v1/keys", body)).isProblem(400, code, field);
        assertThat(config.all(ConfigKind.KEY)).isEmpty();
    }

    @Test
    void whatIsNoJsonIsSaid_andAnOverlapHasItsBounds() {
        answer(post(client, "/v1/keys", "{")).isProblem(400, "MALFORMED_JSON");
        answer(post(client, "/v1/keys", "[]")).isProblem(400, "INVALID_REQUEST");
        TestKey made = key("viewer", "default", "");
        for (String overlap : new String[] {"-1", "2592001", "1.5", "\"60\"", "null"})
            answer(post(client, "/v1/keys/" + made.id() + "/rotate", "{\"overlapSeconds\":" + overlap + "}"))
                    .isProblem(400, "INVALID_REQUEST", "overlapSeconds");
        isOpen(made.secret());
    }

    @Test
    void withKafkaAwayNothingIsChanged() {
        TestKey made = key("viewer", "default", "");
        config.away = true;
        answer(post(client, "/v1/keys", "{\"name\":\"x\",\"role\":\"viewer\"}")).isProblem(503, "KAFKA_UNAVAILABLE");
        answer(client.delete().uri("/v1/keys/" + made.id()).exchange()).isProblem(503, "KAFKA_UNAVAILABLE");
        isOpen(made.secret());
    }

    private String rotated(TestKey key, String body) {
        byte[] answer = post(client, "/v1/keys/" + key.id() + "/rotate", body)
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(answer).path("key").asString();
    }

    private void isOpen(String secret) {
        with(secret).get().uri("/v1/sessions").exchange().expectStatus().isOk();
    }

    private void isClosed(String secret) {
        answer(with(secret).get().uri("/v1/sessions").exchange()).isProblem(401, "UNAUTHORIZED");
    }

    private static WebTestClient.ResponseSpec post(WebTestClient client, String path, String body) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
