package io.rookery.gateway.webhook;

import io.rookery.events.InvalidValue;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads the body of a request: what is unknown, doubled or of another type is refused, and named. */
final class StrictBody {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private StrictBody() {}

    /** @param body null or empty for no fields at all */
    static <T> T read(byte @Nullable [] body, Class<T> type) {
        JsonNode tree = body == null || body.length == 0 ? JSON.createObjectNode() : tree(body);
        if (!tree.isObject()) throw ProblemException.of(ProblemCode.INVALID_REQUEST, "the body must be a JSON object");
        try {
            return JSON.treeToValue(tree, type);
        } catch (UnrecognizedPropertyException e) {
            // The name is the caller's own and might be anything: its place is told, not the name.
            throw new InvalidValue(within(e), "has a field that is not known");
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

    private static String within(UnrecognizedPropertyException e) {
        String path = path(e);
        int last = path.lastIndexOf('.');
        return last < 0 ? "body" : path.substring(0, last);
    }

    private static String path(DatabindException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
