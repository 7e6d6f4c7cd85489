package io.rookery.gateway.command;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.InvalidValue;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request that becomes a command. Judged as strictly as on the topic: what is unknown is refused. */
public final class CommandBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** What the schemas call the object itself. */
    private static final String WHOLE = "data";

    private final ObjectNode fields;

    private CommandBody(ObjectNode fields) {
        this.fields = fields;
    }

    /** @param body null or empty for no fields at all */
    public static CommandBody parse(byte @Nullable [] body) {
        if (body == null || body.length == 0) return new CommandBody(JSON.createObjectNode());
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JacksonException e) {
            throw ProblemException.of(ProblemCode.MALFORMED_JSON, "the body is not one well-formed JSON value");
        }
        if (!(tree instanceof ObjectNode object))
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "the body must be a JSON object");
        if (!isUnicode(object))
            throw ProblemException.of(ProblemCode.MALFORMED_JSON, "the body holds half of a surrogate pair");
        return new CommandBody(object);
    }

    /** Escapes may spell half of a character; no command with such a text could be written to its topic. */
    private static boolean isUnicode(JsonNode node) {
        if (node.isString()) return isUnicode(node.asString());
        return node.propertyNames().stream().allMatch(CommandBody::isUnicode)
                && node.valueStream().allMatch(CommandBody::isUnicode);
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Takes a field out that is no part of the command. */
    public @Nullable String take(String field) {
        JsonNode value = fields.remove(field);
        return value == null || !value.isString() ? null : value.asString();
    }

    /**
     * Puts a field in that the address has.
     *
     * @throws InvalidValue where the body has it, too
     */
    public CommandBody with(String field, String value) {
        if (fields.has(field)) throw new InvalidValue(field, "belongs into the address, not into the body");
        fields.put(field, value);
        return this;
    }

    /** @throws InvalidValue where the fields do not fit the command; what is wrong with all of them together is wrong with {@code body} */
    public Command as(CommandType kind) {
        try {
            return CloudEventCodec.command(kind, fields);
        } catch (InvalidValue problem) {
            if (!problem.field().equals(WHOLE) || fields.has(WHOLE)) throw problem;
            throw new InvalidValue("body", problem.sentence().substring(WHOLE.length() + 1));
        }
    }
}
