package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that was made with the documents of the last release must work with this gateway: nothing is gone, nothing is narrower. A release writes them anew, with
 * {@code -Drookery.release=true}.
 */
class ReleasedTest extends HttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path RELEASED = Path.of("..", "docs", "released");

    @Test
    void theRoutesOfTheLastReleaseAreThere() throws IOException {
        JsonNode now = served("/v3/api-docs");
        assertThat(DocumentChanges.ofOpenApi(released("openapi.json", now), now))
                .isEmpty();
    }

    @Test
    void theTopicsOfTheLastReleaseAreThere() throws IOException {
        JsonNode now = served("/v3/asyncapi.json");
        assertThat(DocumentChanges.ofAsyncApi(released("asyncapi.json", now), now))
                .isEmpty();
    }

    static Stream<Arguments> breakingRoutes() {
        String send = "/components/schemas/SendMessage";
        return Stream.of(
                change("a route", api -> object(api, "/paths").remove("/v1/sessions/{sessionId}/close")),
                change("a name", api -> object(api, "/paths/~1v1~1sessions/get").put("operationId", "other")),
                change(
                        "a parameter",
                        api -> array(api, "/paths/~1v1~1sessions/get/parameters")
                                .remove(0)),
                change(
                        "a needed parameter",
                        api -> ((ObjectNode) array(api, "/paths/~1v1~1sessions/get/parameters")
                                        .get(0))
                                .put("required", true)),
                change(
                        "an answer",
                        api -> object(api, "/paths/~1v1~1sessions/get/responses")
                                .remove("503")),
                change(
                        "a code",
                        api -> object(api, "/paths/~1v1~1sessions/get/responses/503")
                                .remove("x-codes")),
                change(
                        "a field that is told",
                        api -> object(api, "/components/schemas/Session/properties")
                                .remove("state")),
                change(
                        "a field that is always told",
                        api -> object(api, "/components/schemas/Session").remove("required")),
                change(
                        "a state",
                        api -> array(api, "/components/schemas/Session/properties/state/enum")
                                .remove(0)),
                change(
                        "a type",
                        api -> object(api, "/components/schemas/Session/properties/epoch")
                                .put("type", "string")),
                change(
                        "a field that is taken",
                        api -> object(api, send + "/properties").remove("mentions")),
                change("a needed field", api -> array(api, send + "/required").add("text")),
                change(
                        "a shorter text",
                        api -> object(api, send + "/properties/text").put("maxLength", 10)),
                change(
                        "another pattern",
                        api -> object(api, send + "/properties/to").put("pattern", "^[0-9]+$")),
                change(
                        "a value",
                        api -> array(api, "/components/schemas/ShowTyping/properties/state/enum")
                                .remove(0)));
    }

    @ParameterizedTest
    @MethodSource("breakingRoutes")
    void whatWouldBreakAClientIsFound(String name, Consumer<JsonNode> change) {
        JsonNode now = served("/v3/api-docs");
        JsonNode changed = now.deepCopy();
        change.accept(changed);
        assertThat(DocumentChanges.ofOpenApi(now, changed)).as(name).isNotEmpty();
    }

    static Stream<Arguments> breakingTopics() {
        String schemas = "/components/schemas/";
        return Stream.of(
                change("a channel", api -> object(api, "/channels").remove("events.qr")),
                change("an address", api -> object(api, "/channels/commands").put("address", "other")),
                change(
                        "a message",
                        api -> object(api, "/channels/commands/messages").remove("command.chat.seen")),
                change(
                        "a content type",
                        api -> object(api, "/components/messages/event.session.qr")
                                .put("contentType", "text/plain")),
                change(
                        "a field",
                        api -> object(api, schemas + "event.session.qr/properties")
                                .remove("code")),
                change(
                        "a field that is always told",
                        api -> array(api, schemas + "event.session.qr/required").remove(0)),
                change(
                        "a needed field",
                        api -> array(api, schemas + "command.session.close/required")
                                .add("unlessLinked")),
                change(
                        "a needed attribute",
                        api -> array(api, schemas + "CommandEnvelope/required").add("time")));
    }

    @ParameterizedTest
    @MethodSource("breakingTopics")
    void whatWouldBreakAReaderOrAWriterIsFound(String name, Consumer<JsonNode> change) {
        JsonNode now = served("/v3/asyncapi.json");
        JsonNode changed = now.deepCopy();
        change.accept(changed);
        assertThat(DocumentChanges.ofAsyncApi(now, changed)).as(name).isNotEmpty();
    }

    @Test
    void additionsBreakNobody() {
        JsonNode now = served("/v3/api-docs");
        JsonNode more = now.deepCopy();
        object(more, "/components/schemas/Session/properties").putObject("mood").put("type", "string");
        object(more, "/components/schemas/SendMessage/properties")
                .putObject("mood")
                .put("type", "string");
        object(more, "/components/schemas/SendMessage/properties/text").put("maxLength", 1_000_000);
        array(more, "/components/schemas/Session/properties/state/enum").add("ASLEEP");
        object(more, "/paths").putObject("/v1/moods");
        assertThat(DocumentChanges.ofOpenApi(now, more)).isEmpty();
    }

    private static Arguments change(String name, Consumer<JsonNode> change) {
        return Arguments.of(name, change);
    }

    private static ObjectNode object(JsonNode document, String place) {
        return (ObjectNode) document.at(place);
    }

    private static ArrayNode array(JsonNode document, String place) {
        return (ArrayNode) document.at(place);
    }

    private static JsonNode released(String file, JsonNode now) throws IOException {
        Path path = RELEASED.resolve(file);
        if (Boolean.getBoolean("rookery.release")) {
            Files.createDirectories(RELEASED);
            Files.writeString(path, now.toPrettyString() + "\n");
        }
        assertThat(path).exists();
        return JSON.readTree(Files.readAllBytes(path));
    }

    private JsonNode served(String path) {
        return JSON.readTree(anybody()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }
}
