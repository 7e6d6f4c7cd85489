package io.rookery.gateway.command;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
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
        return new CommandBody(object);
    }

    /** Takes a field out that is no part of the command. */
    public @Nullable String take(String field) {
        JsonNode value = fields.remove(field);
        return value == null || !value.isString() ? null : value.asString();
    }

    /** @throws io.rookery.events.InvalidValue where the fields do not fit the command */
    public Command as(CommandType kind) {
        return CloudEventCodec.command(kind, fields);
    }
}
