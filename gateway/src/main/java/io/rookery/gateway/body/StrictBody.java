package io.rookery.gateway.body;

import io.rookery.events.InvalidValue;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** Reads the body of a request: what is unknown, doubled, null or of another type is refused, and named. */
public final class StrictBody {
    /** Of fields as people write them. Any other name is the caller's own and might be anything: it is not repeated. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,39}");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private StrictBody() {}

    /**
     * The fields, whatever they are.
     *
     * @param body null or empty for no fields at all
     */
    public static ObjectNode fields(byte @Nullable [] body) {
        if (body == null || body.length == 0) return JSON.createObjectNode();
        if (!(tree(body) instanceof ObjectNode fields))
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "the body must be a JSON object");
        if (!isUnicode(fields))
            throw ProblemException.of(ProblemCode.MALFORMED_JSON, "the body holds half of a surrogate pair");
        return fields;
    }

    /**
     * The fields as the components of a record; one that is left out is null.
     *
     * @param body null or empty for no fields at all
     */
    public static <T extends Record> T read(byte @Nullable [] body, Class<T> type) {
        ObjectNode fields = fields(body);
        for (Map.Entry<String, JsonNode> field : fields.properties())
            if (field.getValue().isNull() && NAME.matcher(field.getKey()).matches())
                throw new InvalidValue(field.getKey(), "must not be null; leave it out");
        try {
            return JSON.treeToValue(fields, type);
        } catch (UnrecognizedPropertyException e) {
            throw unknown(e);
        } catch (DatabindException e) {
            throw new InvalidValue(path(e), "does not fit its type");
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw ProblemException.of(ProblemCode.MALFORMED_JSON, "the body is not one well-formed JSON value");
        }
    }

    /** Escapes may spell half of a character; nothing with such a text could be written to a topic. */
    private static boolean isUnicode(JsonNode node) {
        if (node.isString()) return isUnicode(node.asString());
        return node.propertyNames().stream().allMatch(StrictBody::isUnicode)
                && node.valueStream().allMatch(StrictBody::isUnicode);
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static InvalidValue unknown(UnrecognizedPropertyException e) {
        String path = path(e);
        if (NAME.matcher(e.getPropertyName()).matches()) return new InvalidValue(path, "is not known here");
        int last = path.length() - e.getPropertyName().length() - 1;
        return new InvalidValue(last < 0 ? "body" : path.substring(0, last), "has a field that is not known here");
    }

    private static String path(DatabindException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
