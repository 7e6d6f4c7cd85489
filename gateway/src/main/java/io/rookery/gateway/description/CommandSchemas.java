package io.rookery.gateway.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rookery.events.CommandType;
import io.rookery.events.Schemas;
import io.rookery.events.SessionId;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The published JSON Schemas of commands as components of the description, so that it can't tell anything else than what bodies are judged by. What the address holds is left out.
 */
final class CommandSchemas {
    /** The component of each command that has a body of its own. */
    private static final Map<CommandType, String> NAMES = Map.of(
            CommandType.SEND, "SendMessage",
            CommandType.BULK, "SendBulk",
            CommandType.EDIT, "EditMessage",
            CommandType.DELETE, "DeleteMessage",
            CommandType.REACT, "ReactToMessage",
            CommandType.SEEN, "MarkSeen",
            CommandType.TYPING, "ShowTyping",
            CommandType.PRESENCE, "SetPresence",
            CommandType.CHECK, "CheckNumbers",
            CommandType.QUERY, "Query");

    private static final Set<CommandType> OF_A_MESSAGE =
            EnumSet.of(CommandType.EDIT, CommandType.DELETE, CommandType.REACT);
    private static final String MESSAGE_ID = "messageId";
    private static final String NUMBER = "phoneNumber";

    private CommandSchemas() {}

    static void addTo(OpenAPI api) {
        NAMES.forEach((kind, name) -> {
            ObjectNode tree = tree(kind);
            if (OF_A_MESSAGE.contains(kind)) withoutMessageId(tree);
            api.getComponents().addSchemas(name, schema(tree));
        });
        api.getComponents().addSchemas("EnsureSession", schema(tree(CommandType.START)));
        api.getComponents()
                .addSchemas(
                        "StartSession",
                        schema(withSessionId(tree(CommandType.START), "The session's name, unique in the cluster")));
        api.getComponents()
                .addSchemas("Bulk", schema(withSessionId(tree(CommandType.BULK), "The session that sends them")));
        api.getComponents().addSchemas("EnsureSessionOfUser", schema(ofUser(tree(CommandType.START))));
        api.getComponents().addSchemas("RequestPairingCode", schema(numberOf(tree(CommandType.START))));
    }

    private static ObjectNode tree(CommandType kind) {
        try {
            ObjectNode tree = (ObjectNode) Json31.mapper().readTree(Schemas.text(kind));
            tree.remove("$schema");
            tree.remove("$id");
            pointToComponents(tree);
            return tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of " + kind + " can't be read", e);
        }
    }

    private static Schema<?> schema(ObjectNode tree) {
        return Json31.mapper().convertValue(tree, Schema.class);
    }

    /** A POST names the session in its body; the command has it in its envelope. */
    private static ObjectNode withSessionId(ObjectNode tree, String description) {
        tree.withObject("/properties")
                .putObject("sessionId")
                .put("type", "string")
                .put("pattern", SessionId.PATTERN)
                .put("description", description);
        tree.withArray("/required").add("sessionId");
        return tree;
    }

    /** The address names the user, and says what happens where there is another session. */
    private static ObjectNode ofUser(ObjectNode tree) {
        tree.withObject("/properties").remove(List.of("userId", "onConflict"));
        return tree;
    }

    /** What a start says of a pairing by letters: the number alone. */
    private static ObjectNode numberOf(ObjectNode start) {
        JsonNode number = start.at("/properties/pairing/properties/" + NUMBER);
        ObjectNode tree = start.objectNode().put("type", "object").put("additionalProperties", false);
        tree.putObject("properties").set(NUMBER, number);
        tree.putArray("required").add(NUMBER);
        return tree;
    }

    private static void withoutMessageId(ObjectNode tree) {
        tree.withObject("/properties").remove(MESSAGE_ID);
        ArrayNode required = tree.withArray("/required");
        for (int place = required.size() - 1; place >= 0; place--)
            if (required.get(place).asText().equals(MESSAGE_ID)) required.remove(place);
    }

    /** A schema refers to another one by its file. */
    private static void pointToComponents(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").isTextual())
            object.put(
                    "$ref",
                    "#/components/schemas/" + component(object.get("$ref").asText()));
        node.forEach(CommandSchemas::pointToComponents);
    }

    private static String component(String file) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getKey().type().endsWith(file.replaceFirst("^command(.*)\\.json$", "$1")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no component for " + file));
    }
}
