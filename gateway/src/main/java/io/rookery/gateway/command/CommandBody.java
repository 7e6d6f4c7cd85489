package io.rookery.gateway.command;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.InvalidValue;
import io.rookery.gateway.body.StrictBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request that becomes a command. Judged as strictly as on the topic: what is unknown is refused. */
public final class CommandBody {
    /** What the schemas call the object itself. */
    private static final String WHOLE = "data";

    private final ObjectNode fields;

    private CommandBody(ObjectNode fields) {
        this.fields = fields;
    }

    /** @param body null or empty for no fields at all */
    public static CommandBody parse(byte @Nullable [] body) {
        return new CommandBody(StrictBody.fields(body));
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
