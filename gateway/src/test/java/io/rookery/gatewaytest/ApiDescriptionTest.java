package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.Content;
import io.rookery.events.Schemas;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiDescriptionTest extends HttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String COMPONENTS = "#/components/schemas/";

    /** Read once: it does not change. */
    private static @Nullable JsonNode known;

    private JsonNode api = JSON.createObjectNode();

    @BeforeEach
    void api() {
        if (known == null) known = read();
        api = known;
    }

    private JsonNode read() {
        byte[] text = anybody()
                .get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JSON.readTree(text);
    }

    @Test
    void everyOperationIsDescribedWithItsErrorsAndItsKey() {
        assertThat(api.path("components").path("securitySchemes").propertyNames())
                .contains("apiKey", "bearer");
        assertThat(api.path("security")).isNotEmpty();
        JsonNode paths = api.path("paths");
        assertThat(paths.propertyNames())
                .contains(
                        "/v1/sessions",
                        "/v1/sessions/{sessionId}",
                        "/v1/sessions/{sessionId}/qr",
                        "/v1/sessions/{sessionId}/pairing-code",
                        "/v1/sessions/{sessionId}/profile",
                        "/v1/sessions/{sessionId}/close",
                        "/v1/sessions/{sessionId}/restart",
                        "/v1/sessions/{sessionId}/logout",
                        "/v1/sessions/{sessionId}/events",
                        "/v1/sessions/{sessionId}/events/ws",
                        "/v1/sessions/{sessionId}/health",
                        "/v1/events",
                        "/v1/events/ws",
                        "/v1/health",
                        "/health/live",
                        "/health/ready",
                        "/v1/sessions/{sessionId}/move",
                        "/v1/media",
                        "/v1/media/{mediaId}",
                        "/v1/users/{userId}/session",
                        "/v1/users/{userId}/sessions",
                        "/v1/sessions/recover",
                        "/v1/sessions/{sessionId}/logging",
                        "/v1/recoveries/{recoveryId}",
                        "/v1/workers",
                        "/v1/workers/{workerId}",
                        "/v1/workers/{workerId}/drain",
                        "/v1/workers/{workerId}/resume",
                        "/v1/commands/{id}",
                        "/v1/bulk",
                        "/v1/webhooks",
                        "/v1/webhooks/{webhookId}",
                        "/v1/webhooks/{webhookId}/secret/rotate",
                        "/v1/webhooks/{webhookId}/test",
                        "/v1/webhooks/{webhookId}/deliveries",
                        "/v1/webhooks/{webhookId}/dead-letters",
                        "/v1/webhooks/{webhookId}/replay",
                        "/health");
        for (Map.Entry<String, JsonNode> path : paths.properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                isDescribed(operation.getKey() + " " + path.getKey(), operation.getValue());
        assertThat(paths.path("/health").path("get").path("security")).isEmpty();
        assertThat(api.at("/components/schemas/Problem/properties/code").isMissingNode())
                .isFalse();
    }

    @Test
    void everyRouteOfACommandSaysWhatItTakesAndAnswers() {
        for (CommandRoute route : CommandRoute.ALL) {
            JsonNode operation = operation(route);
            assertThat(operation.path("responses").propertyNames())
                    .as(route.name())
                    .contains("200", "202", "400", "404", "413", "429", "503", "default");
            assertThat(operation
                            .at("/responses/200/content/application~1json/schema/$ref")
                            .asString(""))
                    .as(route.name())
                    .isEqualTo(COMPONENTS + "Command");
            for (String error : List.of("400", "404", "413", "429", "503"))
                assertThat(operation
                                .at("/responses/" + error + "/content/application~1problem+json/schema/$ref")
                                .asString(""))
                        .as(route.name() + " " + error)
                        .isEqualTo(COMPONENTS + "Problem");
            assertThat(operation
                            .path("parameters")
                            .valueStream()
                            .map(it -> it.path("name").asString("")))
                    .as(route.name())
                    .contains("sessionId", "Idempotency-Key", "Prefer");
            assertThat(operation.at("/requestBody/required").asBoolean()).isTrue();
        }
    }

    /** The description's schemas are those that bodies are judged by, but for what stands in the address. */
    @Test
    void everyBodyIsDescribedByTheSchemaThatJudgesIt() {
        for (CommandRoute route : CommandRoute.ALL) {
            ObjectNode published = (ObjectNode) JSON.readTree(Schemas.text(CommandType.of(route.command())));
            published.remove(List.of("$schema", "$id"));
            if (route.isOfAMessage()) ((ObjectNode) published.path("properties")).remove("messageId");
            assertThat(comparable(described(route), route)).as(route.name()).isEqualTo(comparable(published, route));
        }
    }

    @Test
    void everyExampleIsABodyThatIsTaken() {
        var found = new EnumMap<CommandType, List<Command>>(CommandType.class);
        for (CommandRoute route : CommandRoute.ALL) {
            CommandType kind = CommandType.of(route.command());
            JsonNode examples = operation(route).at("/requestBody/content/application~1json/examples");
            assertThat(examples).as(route.name()).isNotEmpty();
            for (JsonNode example : examples) {
                ObjectNode data = ((ObjectNode) example.path("value")).deepCopy();
                if (route.isOfAMessage()) data.put("messageId", CommandRoute.MESSAGE);
                found.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(CloudEventCodec.command(kind, data));
            }
        }
        assertThat(found.get(CommandType.SEND))
                .flatExtracting(command -> ((Command.SendMessage) command).content())
                .extracting(Object::getClass)
                .containsAll(List.of(Content.class.getPermittedSubclasses()).stream()
                        .filter(Class::isRecord)
                        .toList());
    }

    /** Answers in the description have no field that their schema does not have. */
    @Test
    void everyExampleOfAnAnswerFitsItsSchema() {
        List<JsonNode> problems = examples("application~1problem+json");
        List<JsonNode> outcomes = examples("application~1json");
        assertThat(problems).isNotEmpty();
        assertThat(outcomes).isNotEmpty();
        for (JsonNode problem : problems) hasOnly("Problem", problem);
        for (JsonNode outcome : outcomes) {
            hasOnly("Command", outcome);
            assertThat(CommandType.ofType(outcome.path("commandType").asString("")))
                    .isPresent();
            for (JsonNode item : outcome.path("items")) hasOnly("CommandItem", item);
        }
        assertThat(outcomes).anyMatch(outcome -> !outcome.path("items").isEmpty());
    }

    @Test
    void thePagesForPeopleNeedNoKey() {
        anybody().get().uri("/swagger-ui.html").exchange().expectStatus().isFound();
        anybody().get().uri("/swagger-ui/index.html").exchange().expectStatus().isOk();
        anybody()
                .get()
                .uri("/v3/api-docs/swagger-config")
                .exchange()
                .expectStatus()
                .isOk();
        anybody().get().uri("/v3/api-docs.yaml").exchange().expectStatus().isOk();
    }

    private static void isDescribed(String name, JsonNode operation) {
        assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
        assertThat(operation.path("description").asString("")).as(name).isNotBlank();
        assertThat(operation
                        .at("/responses/default/content/application~1problem+json/schema/$ref")
                        .asString(""))
                .as(name)
                .isEqualTo("#/components/schemas/Problem");
        for (JsonNode parameter : operation.path("parameters"))
            assertThat(parameter.path("name").asString("")).as(name).isNotEqualTo("headers");
    }

    private JsonNode operation(CommandRoute route) {
        JsonNode operation = api.path("paths")
                .path("/v1/sessions/{sessionId}" + route.path())
                .path(route.method().name().toLowerCase(Locale.ROOT));
        assertThat(operation.isMissingNode()).as(route.name()).isFalse();
        return operation;
    }

    private JsonNode described(CommandRoute route) {
        String reference = operation(route)
                .at("/requestBody/content/application~1json/schema/$ref")
                .asString("");
        assertThat(reference).as(route.name()).startsWith(COMPONENTS);
        return api.at(reference.substring(1));
    }

    /** The order of what is required says nothing, nor does an empty list of it; references name a component or a file. */
    private static JsonNode comparable(JsonNode schema, CommandRoute route) {
        if (schema.isArray()) {
            var entries = JSON.createArrayNode();
            schema.forEach(entry -> entries.add(comparable(entry, route)));
            return entries;
        }
        if (!schema.isObject()) return schema;
        var fields = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : schema.properties()) {
            if (field.getKey().equals("required") && field.getValue().isArray()) {
                var names = new TreeSet<String>();
                field.getValue().forEach(name -> names.add(name.asString()));
                if (route.isOfAMessage()) names.remove("messageId");
                if (!names.isEmpty()) fields.put("required", names.toString());
            } else if (field.getKey().equals("$ref")) {
                fields.put(
                        "$ref",
                        field.getValue().asString().replace(COMPONENTS + "SendMessage", "command.message.send.json"));
            } else fields.set(field.getKey(), comparable(field.getValue(), route));
        }
        return fields;
    }

    private List<JsonNode> examples(String mediaType) {
        return CommandRoute.ALL.stream()
                .flatMap(route -> operation(route).path("responses").valueStream())
                .flatMap(response ->
                        response.at("/content/" + mediaType + "/examples").valueStream())
                .map(example -> example.path("value"))
                .toList();
    }

    private void hasOnly(String component, JsonNode example) {
        JsonNode schema = api.at("/components/schemas/" + component);
        assertThat(example.isObject()).isTrue();
        assertThat(Stream.of(schema.path("properties").propertyNames().toArray(String[]::new)))
                .as(component)
                .containsAll(example.propertyNames());
    }
}
