package io.rookery.events;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The published JSON Schemas of the {@code data} of every type ({@code schemas/*.json} beside this class). Safe for use by many threads. */
public final class Schemas {
    private static final String ID_PREFIX = "https://rookery.io/schemas/";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                    builder.schemaIdResolvers(ids -> ids.mapPrefix(ID_PREFIX, "classpath:io/rookery/events/schemas/")));
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** The published schema of a command's data, as text. */
    public static String text(CommandType kind) {
        return text(kind.schema());
    }

    /** The published schema of an event's data, as text. */
    public static String text(EventType kind) {
        return text(kind.schema());
    }

    private static String text(String schema) {
        try (InputStream in = open(schema)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first thing in {@code data} that does not fit, by its field; empty where all fits. A name that is not known is often why another one is missing, so it comes first. */
    static Optional<InvalidValue> firstProblem(String schema, JsonNode data) {
        return COMPILED.computeIfAbsent(schema, Schemas::compile).validate(data).stream()
                .min(Comparator.comparing((Error error) -> !isUnknownName(error))
                        .thenComparing(error -> field(error).length()))
                .map(error -> new InvalidValue(field(error), rule(error)));
    }

    private static boolean isUnknownName(Error error) {
        return error.getKeyword().equals("additionalProperties");
    }

    private static Schema compile(String schema) {
        try (InputStream in = open(schema)) {
            return REGISTRY.getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String schema) {
        InputStream in = Schemas.class.getResourceAsStream("schemas/" + schema + ".json");
        if (in == null) throw new IllegalArgumentException("no schema " + schema);
        return in;
    }

    private static String field(Error error) {
        String parent =
                error.getInstanceLocation().toString().replaceFirst("^/", "").replace('/', '.');
        String child = error.getProperty();
        if (child == null) return parent.isEmpty() ? "data" : parent;
        return parent.isEmpty() ? child : parent + "." + child;
    }

    /** What is wanted, without the value that was given: values may be personal. */
    private static String rule(Error error) {
        JsonNode wanted = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required" -> "is missing";
            case "additionalProperties", "unevaluatedProperties" -> "is not known here";
            case "type" -> "must be of type " + wanted.toString();
            case "minLength" -> "must have at least " + wanted + " characters";
            case "maxLength" -> "must have at most " + wanted + " characters";
            case "pattern" -> "must match " + wanted.asString();
            case "enum" -> "must be one of " + wanted;
            case "format" -> "must be a " + wanted.asString();
            case "minimum" -> "must be at least " + wanted;
            case "maximum" -> "must be at most " + wanted;
            case "minItems" -> "must have at least " + wanted + " entries";
            case "maxItems" -> "must have at most " + wanted + " entries";
            case "uniqueItems" -> "must not have an entry twice";
            case "oneOf" -> "must have exactly one of " + alternatives(wanted);
            default -> "breaks the rule '" + error.getKeyword() + "'";
        };
    }

    /** The fields of which one must be there. */
    private static String alternatives(JsonNode wanted) {
        return wanted.valueStream()
                .flatMap(alternative -> alternative.path("required").valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.joining(", "));
    }
}
