package io.rookery.events.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandType;
import io.rookery.events.EventType;
import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AsyncApiTest {
    private static final TopicSettings SETTINGS = new TopicSettings("cluster-2.", 64, 6, (short) 3, 2, true);
    private static final ObjectNode DOCUMENT = AsyncApi.document(SETTINGS);
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static Stream<String> types() {
        return Stream.concat(
                Arrays.stream(CommandType.values()).map(CommandType::type),
                Arrays.stream(EventType.values()).map(EventType::type));
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void everyTopicIsAChannelAsItIsLaidOut(Topic topic) {
        JsonNode channel = DOCUMENT.path("channels").path(AsyncApi.channel(topic));
        assertThat(channel.path("address").asString(null)).isEqualTo(SETTINGS.name(topic));
        assertThat(channel.path("description").asString("")).isNotBlank();
        assertThat(channel.path("messages")).isNotEmpty();
        assertThat(channel.at("/bindings/kafka/partitions").asInt()).isEqualTo(SETTINGS.partitions(topic));
        assertThat(channel.at("/bindings/kafka/topicConfiguration/cleanup.policy/0")
                        .asString())
                .isEqualTo(topic.retention().isPresent() ? "delete" : "compact");
        assertThat(DOCUMENT.path("operations").valueStream())
                .as("somebody reads or writes it")
                .anyMatch(operation ->
                        operation.at("/channel/$ref").asString().equals("#/channels/" + AsyncApi.channel(topic)));
    }

    @Test
    void nothingRefersToWhatIsNotThere() {
        List<String> broken = new ArrayList<>();
        collect(DOCUMENT, broken);
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsWrittenFitsTheDocument(String type) {
        ObjectNode written = AsyncApi.resource("examples/" + type + ".json");
        assertThat(problems(type, written)).isEmpty();
        assertThat(message(type).at("/examples/0/payload")).isEqualTo(written);
        assertThat(message(type).path("contentType").asString()).isEqualTo(CloudEventCodec.CONTENT_TYPE);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatWouldBeRefusedDoesNotFitTheDocument(String type) {
        ObjectNode example = AsyncApi.resource("examples/" + type + ".json");
        for (String attribute : List.of("specversion", "id", "source", "type", "subject")) {
            ObjectNode lacking = example.deepCopy();
            lacking.remove(attribute);
            assertThat(problems(type, lacking)).as(attribute).isNotEmpty();
        }
        assertThat(problems(type, example.deepCopy().put("subject", "a b"))).isNotEmpty();
        assertThat(problems(type, example.deepCopy().put("type", "io.rookery.other")))
                .isNotEmpty();
        ObjectNode more = example.deepCopy();
        more.withObject("/data").put("unheardOf", true);
        assertThat(problems(type, more).isEmpty())
                .as("commands are strict, events grow")
                .isEqualTo(EventType.ofType(type).isPresent());
    }

    @Test
    void anOutcomeIsTiedToItsCommand() {
        assertThat(DOCUMENT.at("/operations/receiveCommand/reply/channel/$ref").asString())
                .isEqualTo("#/channels/events.outcome");
        assertThat(message(CommandType.SEND.type())
                        .at("/correlationId/location")
                        .asString())
                .isEqualTo("$message.payload#/id");
        assertThat(message(EventType.OUTCOME.type())
                        .at("/correlationId/location")
                        .asString())
                .isEqualTo("$message.payload#/commandid");
    }

    private static JsonNode message(String type) {
        return DOCUMENT.path("components").path("messages").path(type.substring("io.rookery.".length()));
    }

    private static List<?> problems(String type, JsonNode value) {
        ObjectNode schema = ((ObjectNode) message(type).path("payload")).deepCopy();
        schema.set("components", DOCUMENT.path("components"));
        Schema compiled = REGISTRY.getSchema(schema);
        return compiled.validate(value);
    }

    private static void collect(JsonNode node, List<String> broken) {
        String reference = node.path("$ref").asString("");
        if (!reference.isEmpty() && DOCUMENT.at(reference.substring(1)).isMissingNode()) broken.add(reference);
        if (node.isObject())
            for (Map.Entry<String, JsonNode> field : node.properties()) collect(field.getValue(), broken);
        else node.forEach(entry -> collect(entry, broken));
    }
}
