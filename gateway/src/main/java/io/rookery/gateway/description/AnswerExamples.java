package io.rookery.gateway.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An example of every JSON body that has none, made of the examples of its fields. A text without an example is left out, or shortened to its dots where it is required. */
final class AnswerExamples {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String TIME = "2026-11-20T12:00:00Z";
    private static final String SOME_TEXT = "…";
    private static final int DEEPEST = 8;

    private final Map<String, Schema> schemas;

    private AnswerExamples(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    static void addTo(OpenAPI api) {
        var examples = new AnswerExamples(api.getComponents().getSchemas());
        api.getPaths().values().forEach(path -> path.readOperations().forEach(examples::addTo));
    }

    private void addTo(Operation operation) {
        if (operation.getRequestBody() != null) addTo(operation.getRequestBody().getContent());
        operation.getResponses().values().forEach(response -> addTo(response.getContent()));
    }

    private void addTo(@Nullable Content content) {
        MediaType json = content == null ? null : content.get("application/json");
        if (json == null || json.getSchema() == null || json.getExample() != null) return;
        if (json.getExamples() != null && !json.getExamples().isEmpty()) return;
        Object example = example(json.getSchema(), 0);
        if (example != null) json.setExample(example);
    }

    private @Nullable Object example(Schema<?> schema, int depth) {
        if (depth > DEEPEST) return null;
        if (schema.get$ref() != null) {
            Schema<?> named = schemas.get(schema.get$ref().substring(REFERENCE.length()));
            return named == null ? null : example(named, depth + 1);
        }
        if (schema.getExample() != null) return schema.getExample();
        if (schema.getEnum() != null && !schema.getEnum().isEmpty())
            return schema.getEnum().getFirst();
        if (schema.getProperties() != null) return fields(schema, depth);
        return switch (type(schema)) {
            case "string" -> "date-time".equals(schema.getFormat()) ? TIME : null;
            case "integer", "number" -> schema.getMinimum() == null ? 0 : schema.getMinimum();
            case "boolean" -> false;
            case "array" -> items(schema, depth);
            default -> null;
        };
    }

    private @Nullable Object fields(Schema<?> schema, int depth) {
        var fields = new LinkedHashMap<String, Object>();
        schema.getProperties().forEach((name, field) -> {
            Object example = example(field, depth + 1);
            boolean isNeeded =
                    schema.getRequired() != null && schema.getRequired().contains(name);
            if (example != null) fields.put(name, example);
            else if (isNeeded && type(field).equals("string")) fields.put(name, SOME_TEXT);
        });
        return fields.isEmpty() ? null : fields;
    }

    private List<Object> items(Schema<?> schema, int depth) {
        Object item = schema.getItems() == null ? null : example(schema.getItems(), depth + 1);
        return item == null ? List.of() : List.of(item);
    }

    private static String type(Schema<?> schema) {
        if (schema.getType() != null) return schema.getType();
        Set<String> types = schema.getTypes();
        if (types == null) return "";
        return types.stream().filter(type -> !type.equals("null")).findFirst().orElse("");
    }
}
