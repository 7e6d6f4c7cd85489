package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CommandMessage;
import io.rookery.events.CommandType;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is true of every route that takes a command for a session that runs. */
class MessageRoutesTest extends HttpTest {

    static List<CommandRoute> routes() {
        return CommandRoute.ALL;
    }

    static List<CommandRoute> routesOfAMessage() {
        return CommandRoute.ALL.stream().filter(CommandRoute::isOfAMessage).toList();
    }

    @Test
    void everyCommandThatNeedsAReadyPageHasARoute() {
        assertThat(CommandRoute.ALL)
                .extracting(route -> CommandType.of(route.command()))
                .containsAll(List.of(CommandType.values()).stream()
                        .filter(CommandType::needsReadyPage)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatTheBodySaysIsTheCommandOnTheTopic(CommandRoute route) {
        request(route, route.path("alice"), route.body(), "k/1", "")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("Location", "/v1/commands/k%2F1?sessionId=alice")
                .expectBody()
                .json("{\"commandId\":\"k/1\",\"sessionId\":\"alice\"}");
        assertThat(kafka.published).hasSize(1);
        CommandMessage published = kafka.published.getFirst();
        assertThat(published.session()).hasToString("alice");
        assertThat(published.id()).hasToString("k/1");
        assertThat(published.command()).isEqualTo(route.command());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whoPrefersToWaitGetsTheOutcomeWithItsItems(CommandRoute route) {
        List<Map<String, Object>> items = List.of(
                Map.of("index", 0, "status", "succeeded", "code", "OK", "messageId", "3EB01"),
                Map.of(
                        "index",
                        1,
                        "status",
                        "failed",
                        "code",
                        "MEDIA_TOO_LARGE",
                        "text",
                        "too large",
                        "messageId",
                        "3EB02"));
        kafka.reaction = command -> tell(Told.outcome(
                "alice",
                1,
                command.id().value(),
                OutcomeStatus.SUCCEEDED,
                "PARTLY",
                command.command().type(),
                items));
        String id = "wait-" + route.name().replace(' ', '-');
        String expected = "{\"commandId\":\"" + id
                + "\",\"status\":\"succeeded\",\"code\":\"PARTLY\",\"commandType\":\""
                + route.command().type() + "\",\"items\":" + JsonMapper.shared().writeValueAsString(items) + "}";
        request(route, route.path("alice"), route.body(), id, "wait=10")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Preference-Applied", "wait=10")
                .expectBody()
                .json(expected);
        client.get()
                .uri("/v1/commands/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(expected);
        request(route, route.path("alice"), route.body(), id, "wait=10")
                .expectStatus()
                .isOk()
                .expectBody()
                .json(expected);
        assertThat(kafka.published).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRefusalIsAnOutcomeToo(CommandRoute route) {
        kafka.reaction = command ->
                tell(Told.outcome("alice", 1, command.id().value(), OutcomeStatus.REJECTED, "SESSION_NOT_RUNNING"));
        request(route, route.path("alice"), route.body(), "no-" + route.name().replace(' ', '-'), "wait=10")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("rejected")
                .jsonPath("$.code")
                .isEqualTo("SESSION_NOT_RUNNING")
                .jsonPath("$.items")
                .doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsNotKnownIsRefusedByItsName(CommandRoute route) {
        answer(request(route, with(route.body(), "colour", "red"))).isProblem(400, "INVALID_REQUEST", "colour");
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsMissingIsRefusedByItsName(CommandRoute route) {
        for (String field : route.needed())
            answer(request(route, without(route.body(), field))).isProblem(400, "INVALID_REQUEST", field);
        answer(request(route, "")).isProblem(400, "INVALID_REQUEST");
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aReceiverThatIsNoneIsRefused(CommandRoute route) {
        if (route.needed().contains("to"))
            answer(request(route, with(route.body(), "to", "0170"))).isProblem(400, "INVALID_PHONE_NUMBER", "to");
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsNoJsonObjectIsRefused(CommandRoute route) {
        answer(request(route, "{\"to\":")).isProblem(400, "MALFORMED_JSON");
        answer(request(route, "[]")).isProblem(400, "INVALID_REQUEST");
        answer(client.method(route.method())
                        .uri(route.path("alice"))
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue(route.body())
                        .exchange())
                .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        answer(client.method(HttpMethod.PATCH).uri(route.path("alice")).exchange())
                .isProblem(405, "METHOD_NOT_ALLOWED");
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whoItIsForMustBeThere(CommandRoute route) {
        answer(request(route, route.path("nobody"), route.body(), "k", "wait=1"))
                .isProblem(404, "SESSION_NOT_FOUND");
        answer(request(route, route.path("no%20body"), route.body(), "k", ""))
                .isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(request(route, route.path("alice"), route.body(), "two words", ""))
                .isProblem(400, "INVALID_REQUEST", "Idempotency-Key");
        answer(anybody()
                        .method(route.method())
                        .uri(route.path("alice"))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(route.body())
                        .exchange())
                .isProblem(401, "UNAUTHORIZED");
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void withKafkaAwayItIsRefusedAndWithRedisAwayItIsTaken(CommandRoute route) {
        redis.away = true;
        request(route, route.body()).expectStatus().isAccepted();
        kafka.away = true;
        answer(request(route, route.body())).isProblem(503, "KAFKA_UNAVAILABLE");
        assertThat(kafka.published).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("routesOfAMessage")
    void theMessageStandsInTheAddressAlone(CommandRoute route) {
        answer(request(route, with(route.body(), "messageId", "3EB0"))).isProblem(400, "INVALID_REQUEST", "messageId");
        answer(request(route, route.path("alice", "true_491700000002@c.us_3EB0"), route.body(), "k", ""))
                .isProblem(400, "INVALID_REQUEST", "messageId");
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void anAnsweredCommandIsToldAlsoWhenItsSessionIsGone() {
        CommandRoute route = CommandRoute.ALL.getFirst();
        tell(Told.outcome("alice", 1, "answered-1", OutcomeStatus.SUCCEEDED, "OK"));
        redis.put("alice", SessionState.DESTROYED, Event.Desired.STOPPED);
        request(route, route.path("alice"), route.body(), "answered-1", "wait=1")
                .expectStatus()
                .isOk();
        answer(request(route, route.body())).isProblem(404, "SESSION_NOT_FOUND");
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void aBulkNamesItsSessionInItsBody() {
        CommandRoute route = CommandRoute.ALL.stream()
                .filter(it -> it.name().equals("bulk"))
                .findFirst()
                .orElseThrow();
        request(route, "/v1/bulk", with(route.body(), "sessionId", "alice"), "b/1", "")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("Location", "/v1/commands/b%2F1?sessionId=alice");
        assertThat(kafka.published)
                .singleElement()
                .satisfies(it -> assertThat(it.command()).isEqualTo(route.command()))
                .satisfies(it -> assertThat(it.session()).hasToString("alice"));
        answer(request(route, "/v1/bulk", route.body(), "", "")).isProblem(400, "INVALID_SESSION_ID", "sessionId");
        answer(request(route, "/v1/bulk", with(route.body(), "sessionId", "nobody"), "", ""))
                .isProblem(404, "SESSION_NOT_FOUND");
        answer(request(route, "/v1/bulk", "{\"sessionId\":\"alice\"}", "", ""))
                .isProblem(400, "INVALID_REQUEST", "messages");
        assertThat(kafka.published).hasSize(1);
    }

    private WebTestClient.ResponseSpec request(CommandRoute route, String body) {
        return request(route, route.path("alice"), body, "", "");
    }

    private WebTestClient.ResponseSpec request(
            CommandRoute route, String path, String body, String key, String prefer) {
        var request = client.method(route.method())
                .uri(URI.create("http://127.0.0.1:" + port + path))
                .contentType(MediaType.APPLICATION_JSON);
        if (!key.isEmpty()) request.header("Idempotency-Key", key);
        if (!prefer.isEmpty()) request.header("Prefer", prefer);
        return body.isEmpty() ? request.exchange() : request.bodyValue(body).exchange();
    }

    private static String with(String body, String field, String value) {
        return ((ObjectNode) JsonMapper.shared().readTree(body))
                .put(field, value)
                .toString();
    }

    private static String without(String body, String field) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(body);
        tree.remove(field);
        return tree.toString();
    }
}
