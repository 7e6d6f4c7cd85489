package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.webhook.DeadLetters;
import io.rookery.gateway.webhook.Delivery;
import io.rookery.gateway.webhook.DeliveryLog;
import io.rookery.gateway.webhook.Earlier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Web hooks by REST, and an endpoint at work; what Kafka does is played. */
class WebhooksTest extends HttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Autowired
    PlayedWebhooks played;

    private @Nullable HttpServer endpoint;
    private final List<Map<String, List<String>>> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    @BeforeEach
    void reset() {
        played.reset();
    }

    @AfterEach
    void stop() {
        if (endpoint != null) endpoint.stop(0);
    }

    @Test
    void aRepeatedRequestMakesNoSecondWebhook() {
        String wish = "{\"url\":\"" + url() + "\",\"types\":[\"message.*\"]}";
        String id = JSON.readTree(made(wish)
                        .expectStatus()
                        .isCreated()
                        .expectBody()
                        .returnResult()
                        .getResponseBody())
                .at("/webhook/webhookId")
                .asString();
        made(wish)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Location", "/v1/webhooks/" + id)
                .expectBody()
                .jsonPath("$.webhookId")
                .isEqualTo(id)
                .jsonPath("$.secret")
                .doesNotExist();
        answer(made("{\"url\":\"" + url() + "\"}")).isProblem(409, "IDEMPOTENCY_KEY_REUSED");
        assertThat(config.all(ConfigKind.WEBHOOK)).hasSize(1);
    }

    private WebTestClient.ResponseSpec made(String body) {
        return client.post()
                .uri("/v1/webhooks")
                .header("Idempotency-Key", "make/1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void aWebhookIsMadeAndShown_itsSecretOnce() {
        JsonNode made = create(
                "{\"url\":\"" + url()
                        + "\",\"sessions\":[\"alice\"],\"types\":[\"message\"],\"headers\":{\"Authorization\":\"Bearer s3cret\"}}");
        String id = made.at("/webhook/webhookId").asString();
        assertThat(made.path("secret").asString()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.path("keyId").asString()).matches("whk_[a-z2-7]{12}");
        String shown = text(client.get().uri("/v1/webhooks/" + id).exchange());
        assertThat(shown)
                .contains(
                        "\"sessions\":[\"alice\"]",
                        "\"types\":[\"message\"]",
                        "\"headers\":[\"Authorization\"]",
                        "\"enabled\":true")
                .doesNotContain("s3cret", "whsec_");
        String listed = text(client.get().uri("/v1/webhooks").exchange());
        assertThat(JSON.readTree(listed).path("webhooks")).hasSize(1);
        assertThat(listed).doesNotContain("s3cret", "whsec_");
        await().until(() -> played.endpoints.containsKey(id));
    }

    @Test
    void whatIsLeftOutOfAChangeStays() {
        String id = create("{\"url\":\"" + url() + "\",\"types\":[\"message\"],\"headers\":{\"X-A\":\"a\"}}")
                .at("/webhook/webhookId")
                .asString();
        patch(id, "{\"enabled\":false}").expectStatus().isOk().expectBody().json("""
                {"types":["message"],"headers":["X-A"],"enabled":false}
                """);
        await().until(() -> !played.endpoints.containsKey(id));
        patch(id, "{\"enabled\":true,\"types\":[],\"headers\":{\"X-B\":\"b\"}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"types\":[],\"headers\":[\"X-B\"],\"enabled\":true}");
        await().until(() -> played.endpoints.containsKey(id));
    }

    @Test
    void aDeletedOneIsForgotten() {
        String id = made();
        client.delete().uri("/v1/webhooks/" + id).exchange().expectStatus().isNoContent();
        answer(client.get().uri("/v1/webhooks/" + id).exchange()).isProblem(404, "WEBHOOK_NOT_FOUND");
        await().until(() -> played.forgotten.contains(id) && !played.endpoints.containsKey(id));
    }

    @Test
    void oneOfAnotherTenantIsNone() {
        String id = made();
        ConfigEntry entry = config.find(ConfigKind.WEBHOOK, id).orElseThrow();
        config.put(ConfigKind.WEBHOOK, id, entry.json().replace("\"tenant\":\"default\"", "\"tenant\":\"acme\""))
                .block();
        assertThat(JSON.readTree(text(client.get().uri("/v1/webhooks").exchange()))
                        .path("webhooks"))
                .isEmpty();
        for (String path : List.of("", "/deliveries", "/dead-letters"))
            answer(client.get().uri("/v1/webhooks/" + id + path).exchange()).isProblem(404, "WEBHOOK_NOT_FOUND");
        for (String path : List.of("/test", "/secret/rotate", "/replay"))
            answer(post(id, path, "{}")).isProblem(404, "WEBHOOK_NOT_FOUND");
        answer(patch(id, "{}")).isProblem(404, "WEBHOOK_NOT_FOUND");
        answer(client.delete().uri("/v1/webhooks/" + id).exchange()).isProblem(404, "WEBHOOK_NOT_FOUND");
        assertThat(config.find(ConfigKind.WEBHOOK, id)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                              | INVALID_REQUEST | url
            {"url":5}                                                       | INVALID_REQUEST | url
            {"url":"https://user:pw@hooks.example.com/"}                    | INVALID_REQUEST | url
            {"url":"https://169.254.169.254/latest"}                        | URL_FORBIDDEN   | url
            {"url":"https://localhost/"}                                    | URL_FORBIDDEN   | url
            {"url":"https://[::1]/"}                                        | URL_FORBIDDEN   | url
            {"url":"https://10.0.0.7/"}                                     | URL_FORBIDDEN   | url
            {"url":"https://0x7f000001/"}                                   | INVALID_REQUEST | url
            {"url":"https://hooks.example.com:6379/"}                       | URL_FORBIDDEN   | url
            {"url":"https://127.0.0.1/","colour":"red"}                     | INVALID_REQUEST | colour
            {"url":"https://127.0.0.1/","sessions":["a b"]}                 | INVALID_REQUEST | sessions.0
            {"url":"https://127.0.0.1/","types":["mesage"]}                 | INVALID_REQUEST | types.0
            {"url":"https://127.0.0.1/","types":"message"}                  | INVALID_REQUEST | types
            {"url":"https://127.0.0.1/","enabled":"yes"}                    | INVALID_REQUEST | enabled
            {"url":"https://127.0.0.1/","headers":{"X-A":"ü"}}              | INVALID_REQUEST | headers
            {"url":"https://127.0.0.1/","headers":{"Host":"x"}}             | INVALID_REQUEST | headers
            {"url":"https://127.0.0.1/","headers":{"Webhook-Id":"x"}}       | INVALID_REQUEST | headers
            {"url":"https://127.0.0.1/","headers":{"X-A":"a","x-a":"b"}}    | INVALID_REQUEST | headers
            {"url":"https://127.0.0.1/","headers":{"X-A":null}}             | INVALID_REQUEST | headers
            """)
    void whatDoesNotFitIsRefusedAndNamed(String body, String code, String field) {
        answer(send(body)).isProblem(400, code, field);
        assertThat(config.all(ConfigKind.WEBHOOK)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{\"url\":\"a\",\"url\":\"b\"}", "{} {}"})
    void whatIsNoJsonIsRefused(String body) {
        answer(send(body)).isProblem(400, "MALFORMED_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "5"})
    void whatIsNoObjectIsRefused(String body) {
        answer(send(body)).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void aTenantHasNoMoreThanItMay() {
        for (int each = 0; each < 5; each++) made();
        answer(send("{\"url\":\"" + url() + "\"}")).isProblem(409, "TOO_MANY_WEBHOOKS");
    }

    @Test
    void withKafkaAwayNothingIsChanged() {
        String id = made();
        config.away = true;
        answer(send("{\"url\":\"" + url() + "\"}")).isProblem(503, "KAFKA_UNAVAILABLE");
        answer(patch(id, "{\"enabled\":false}")).isProblem(503, "KAFKA_UNAVAILABLE");
        answer(post(id, "/secret/rotate", "{}")).isProblem(503, "KAFKA_UNAVAILABLE");
        answer(client.delete().uri("/v1/webhooks/" + id).exchange()).isProblem(503, "KAFKA_UNAVAILABLE");
        played.away = true;
        answer(client.get().uri("/v1/webhooks/" + id + "/deliveries").exchange())
                .isProblem(503, "KAFKA_UNAVAILABLE");
        answer(client.get().uri("/v1/webhooks/" + id + "/dead-letters").exchange())
                .isProblem(503, "KAFKA_UNAVAILABLE");
        answer(post(id, "/replay", "{\"from\":\"2026-11-20T00:00:00Z\"}")).isProblem(503, "KAFKA_UNAVAILABLE");
    }

    @Test
    void strangersDoNothing() {
        String id = made();
        answer(anybody().get().uri("/v1/webhooks").exchange()).isProblem(401, "UNAUTHORIZED");
        answer(anybody().get().uri("/v1/webhooks/" + id).exchange()).isProblem(401, "UNAUTHORIZED");
        answer(anybody().post().uri("/v1/webhooks/" + id + "/replay").exchange())
                .isProblem(401, "UNAUTHORIZED");
    }

    @Test
    void aTestIsSentOnceAndAnswered() throws Exception {
        serve();
        JsonNode made = create("{\"url\":\"" + url() + "\",\"headers\":{\"X-Own\":\"mine\"}}");
        String id = made.at("/webhook/webhookId").asString();
        post(id, "/test", "{}").expectStatus().isOk().expectBody().json("{\"delivered\":true,\"answer\":\"HTTP_204\"}");
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst())
                .containsEntry("X-own", List.of("mine"))
                .containsEntry("Rookery-key-id", List.of(made.path("keyId").asString()))
                .containsKeys("Webhook-id", "Webhook-timestamp", "Webhook-signature");
        assertThat(JSON.readTree(bodies.getFirst()).path("type").asString()).isEqualTo("io.rookery.webhook.test");
        status = 500;
        post(id, "/test", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"delivered\":false,\"answer\":\"HTTP_500\"}");
        assertThat(requests).hasSize(2);
    }

    @Test
    void aRotatedKeySignsBesideTheNewOne_orNotWhenItIsKnownToOthers() throws Exception {
        serve();
        JsonNode made = create("{\"url\":\"" + url() + "\"}");
        String id = made.at("/webhook/webhookId").asString();
        JsonNode rotated = JSON.readTree(text(post(id, "/secret/rotate", "")));
        assertThat(rotated.path("secret")).isNotEqualTo(made.path("secret"));
        post(id, "/test", "{}").expectStatus().isOk();
        assertThat(requests.getFirst())
                .containsEntry(
                        "Rookery-key-id",
                        List.of(rotated.path("keyId").asString() + " "
                                + made.path("keyId").asString()));
        JsonNode last = JSON.readTree(text(post(id, "/secret/rotate", "{\"overlapSeconds\":0}")));
        post(id, "/test", "{}").expectStatus().isOk();
        assertThat(requests.getLast())
                .containsEntry("Rookery-key-id", List.of(last.path("keyId").asString()));
        answer(post(id, "/secret/rotate", "{\"overlapSeconds\":-1}"))
                .isProblem(400, "INVALID_REQUEST", "overlapSeconds");
    }

    @Test
    void anEndpointThatIsGoneDisablesItsWebhook() throws Exception {
        serve();
        status = 410;
        String id = made();
        await().until(() -> played.endpoints.containsKey(id));
        offer(id);
        await().untilAsserted(() -> client.get()
                .uri("/v1/webhooks/" + id)
                .exchange()
                .expectBody()
                .json("{\"enabled\":false,\"disabledBecause\":\"HTTP_410\"}"));
        assertThat(played.letters).extracting(DeadLetters.Letter::cause).containsExactly("HTTP_410");
        status = 204;
        patch(id, "{\"enabled\":true}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.disabledBecause")
                .doesNotExist();
    }

    @Test
    void whatCouldNotBeDeliveredIsSeen() throws Exception {
        serve();
        status = 422;
        String id = made();
        await().until(() -> played.endpoints.containsKey(id));
        offer(id);
        await().until(() -> played.letters.size() == 1);
        client.get()
                .uri("/v1/webhooks/" + id + "/deliveries")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"deliveries\":[{\"eventId\":\"ev_000000000000000000000001\",\"type\":\"message.received\",\"sessionId\":\"alice\",\"attempt\":1,\"result\":\"DEAD\",\"answer\":\"HTTP_422\"}]}");
        client.get()
                .uri("/v1/webhooks/" + id + "/dead-letters?from=1970-01-01T00:00:00Z")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"deadLetters\":[{\"eventId\":\"ev_000000000000000000000001\",\"cause\":\"HTTP_422\",\"attempts\":1}],\"more\":false}");
        assertThat(played.entries).extracting(DeliveryLog.Entry::result).containsExactly(DeliveryLog.Result.DEAD);
        post(id, "/replay", "{\"eventIds\":[\"ev_000000000000000000000001\"]}")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .json("{\"replayed\":1,\"more\":false}");
        assertThat(played.replayed)
                .extracting(DeadLetters.Selection::ids)
                .containsExactly(Set.of("ev_000000000000000000000001"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                              | from
            {"from":"yesterday"}                                                            | from
            {"from":"2026-11-20T00:00:00Z","to":"x"}                                        | to
            {"eventIds":[]}                                                                 | eventIds
            {"eventIds":["x"]}                                                              | eventIds.0
            {"eventIds":["ev_000000000000000000000001"],"from":"2026-11-20T00:00:00Z"}      | eventIds
            """)
    void aReplayOfWhateverIsRefused(String body, String field) {
        answer(post(made(), "/replay", body)).isProblem(400, "INVALID_REQUEST", field);
        assertThat(played.replayed).isEmpty();
    }

    @Test
    void badParametersAreRefused() {
        String id = made();
        answer(client.get().uri("/v1/webhooks/" + id + "/deliveries?limit=0").exchange())
                .isProblem(400, "INVALID_REQUEST", "limit");
        answer(client.get().uri("/v1/webhooks/" + id + "/dead-letters?from=x").exchange())
                .isProblem(400, "INVALID_REQUEST", "from");
        answer(client.get().uri("/v1/webhooks/nobody").exchange()).isProblem(400, "INVALID_REQUEST", "webhookId");
    }

    private void offer(String id) {
        var partition = new Delivery.Partition("t", 0);
        var running = played.endpoints.get(id);
        assertThat(running).isNotNull();
        running.assigned(partition, 0, Instant.EPOCH);
        running.offer(
                new Delivery(
                        partition,
                        0,
                        Instant.now(),
                        "ev_000000000000000000000001",
                        new SessionId("alice"),
                        "message.received",
                        Instant.EPOCH,
                        "{\"a\":1}"),
                Earlier.NONE);
        assertThat(running.webhook().tenant()).isEqualTo(TenantId.DEFAULT);
    }

    private String made() {
        return create("{\"url\":\"" + url() + "\"}").at("/webhook/webhookId").asString();
    }

    private JsonNode create(String body) {
        byte[] made = send(body)
                .expectStatus()
                .isCreated()
                .expectHeader()
                .exists("Location")
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JSON.readTree(made);
    }

    private WebTestClient.ResponseSpec send(String body) {
        return client.post()
                .uri("/v1/webhooks")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec patch(String id, String body) {
        return client.patch()
                .uri("/v1/webhooks/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec post(String id, String path, String body) {
        return client.post()
                .uri("/v1/webhooks/" + id + path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static String text(WebTestClient.ResponseSpec response) {
        return String.valueOf(response.expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** The one place that this gateway may go to; there may be nobody. */
    private String url() {
        return "http://127.0.0.1:"
                + (endpoint == null ? 59_999 : endpoint.getAddress().getPort()) + "/hook";
    }

    private void serve() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            requests.add(Map.copyOf(exchange.getRequestHeaders()));
            bodies.add(new String(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        endpoint.start();
    }
}
