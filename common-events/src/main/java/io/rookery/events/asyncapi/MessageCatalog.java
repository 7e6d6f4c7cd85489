package io.rookery.events.asyncapi;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandType;
import io.rookery.events.EventType;
import io.rookery.events.Schemas;
import io.rookery.events.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every message of the document with the schema of its data, and on which topic it travels. */
final class MessageCatalog {
    static final String OUTCOME = name(EventType.OUTCOME.type());
    private static final String TYPE_PREFIX = "io.rookery.";
    private static final String SCHEMAS = "#/components/schemas/";

    /** What no type of ours describes; the frame has the messages. */
    private static final Map<Topic, String> PLAIN = Map.of(
            Topic.DEAD_LETTER, "dead-letter",
            Topic.CONFIG, "config-entry",
            Topic.AUDIT, "audit-record",
            Topic.WEBHOOK_REPLAY, "webhook-replay",
            Topic.WEBHOOK_DEAD_LETTER, "webhook-dead-letter",
            Topic.WEBHOOK_DELIVERY, "webhook-delivery");

    private final Map<Topic, List<String>> topics = new EnumMap<>(Topic.class);
    private final Map<String, ObjectNode> schemas = new TreeMap<>();
    private final Map<String, ObjectNode> messages = new TreeMap<>();

    private MessageCatalog() {}

    static MessageCatalog read() {
        var catalog = new MessageCatalog();
        PLAIN.forEach((topic, message) -> catalog.add(topic, message));
        for (CommandType type : CommandType.values())
            catalog.add(Topic.COMMANDS, type.type(), "CommandEnvelope", Schemas.text(type), "id");
        for (EventType type : EventType.values())
            catalog.add(
                    type.topic(),
                    type.type(),
                    "EventEnvelope",
                    Schemas.text(type),
                    type == EventType.OUTCOME ? "commandid" : "");
        return catalog;
    }

    /** The names of the messages of a topic. */
    List<String> of(Topic topic) {
        return topics.getOrDefault(topic, List.of());
    }

    Map<String, ObjectNode> schemas() {
        return schemas;
    }

    Map<String, ObjectNode> messages() {
        return messages;
    }

    private void add(Topic topic, String message) {
        topics.computeIfAbsent(topic, any -> new ArrayList<>()).add(message);
    }

    private void add(Topic topic, String type, String envelope, String schema, String correlation) {
        String name = name(type);
        ObjectNode data = (ObjectNode) AsyncApi.JSON.readTree(schema);
        data.remove(List.of("$schema", "$id"));
        pointToComponents(data);
        schemas.put(name, data);
        messages.put(name, message(type, data.path("title").asString(), envelope, data, correlation));
        add(topic, name);
    }

    private static ObjectNode message(String type, String title, String envelope, ObjectNode data, String correlation) {
        String name = name(type);
        ObjectNode message = AsyncApi.JSON.createObjectNode();
        message.put("name", type);
        message.put("title", title);
        message.put("contentType", CloudEventCodec.CONTENT_TYPE);
        message.set("headers", AsyncApi.reference("components", "schemas", "ContentTypeHeader"));
        if (!correlation.isEmpty())
            message.putObject("correlationId")
                    .put("description", "An outcome names the command that it answers")
                    .put("location", "$message.payload#/" + correlation);
        ObjectNode payload = message.putObject("payload");
        ObjectNode kind = AsyncApi.JSON.createObjectNode().put("type", "object");
        ObjectNode fields = kind.putObject("properties");
        fields.putObject("type").put("const", type);
        fields.set("data", AsyncApi.reference("components", "schemas", name));
        var needed = kind.putArray("required").add("type");
        if (!data.path("required").isEmpty()) needed.add("data");
        payload.putArray("allOf")
                .add(AsyncApi.reference("components", "schemas", envelope))
                .add(kind);
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.set("key", AsyncApi.reference("components", "schemas", "SessionId"));
        kafka.put("bindingVersion", "0.5.0");
        message.putArray("examples")
                .addObject()
                .put("name", name)
                .set("payload", AsyncApi.resource("examples/" + type + ".json"));
        return message;
    }

    /** {@code command.message.send}: as its schema's file is named. */
    private static String name(String type) {
        return type.substring(TYPE_PREFIX.length());
    }

    /** A schema refers to another one by its file. */
    private static void pointToComponents(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").isString())
            object.put("$ref", SCHEMAS + object.path("$ref").asString().replaceFirst("\\.json$", ""));
        node.forEach(MessageCatalog::pointToComponents);
    }
}
