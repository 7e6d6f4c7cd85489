package io.rookery.gateway.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Bodies and outcomes with the examples of {@code examples.json}, where a method has {@link Body} or {@link Outcomes}. */
final class NamedExamples implements GlobalOperationCustomizer {
    private static final String JSON = "application/json";
    private static final String OUTCOME = "Command";

    /** By component, then by name. */
    private final JsonNode all;

    /** Records that bodies are read as, by their components. */
    private final Map<String, Class<?>> records = new ConcurrentHashMap<>();

    NamedExamples() {
        try (InputStream in =
                Objects.requireNonNull(NamedExamples.class.getResourceAsStream("examples.json"), "examples.json")) {
            all = Json31.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Body body = method.getMethodAnnotation(Body.class);
        if (body != null) operation.setRequestBody(body(body));
        Outcomes outcomes = method.getMethodAnnotation(Outcomes.class);
        if (outcomes != null)
            operation.getResponses().forEach((status, answer) -> {
                if (status.equals("200") && answer.getContent() != null)
                    answer.getContent()
                            .forEach((type, content) -> content.setExamples(named(OUTCOME, List.of(outcomes.value()))));
            });
        return operation;
    }

    /** What the methods refer to. */
    void addTo(OpenAPI api) {
        records.values()
                .forEach(type ->
                        ModelConverters.getInstance(true).readAll(type).forEach(api.getComponents()::addSchemas));
    }

    private String component(Body said) {
        if (said.as() == Body.None.class) return said.value();
        String name = said.as()
                .getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class)
                .name();
        records.put(name, said.as());
        return name;
    }

    private RequestBody body(Body said) {
        String component = component(said);
        List<String> names =
                all.path(component).properties().stream().map(Map.Entry::getKey).toList();
        var body = new RequestBody()
                .content(new Content()
                        .addMediaType(
                                JSON,
                                new MediaType()
                                        .schema(new Schema<>().$ref("#/components/schemas/" + component))
                                        .examples(names.isEmpty() ? null : named(component, names))));
        if (said.required()) body.required(true);
        if (!said.description().isEmpty()) body.description(said.description());
        return body;
    }

    private Map<String, Example> named(String component, List<String> names) {
        var named = new LinkedHashMap<String, Example>();
        for (String name : names) {
            JsonNode example = all.path(component).path(name);
            if (example.isMissingNode()) throw new IllegalStateException("no example " + component + "." + name);
            named.put(
                    name,
                    new Example()
                            .summary(example.path("summary").asText())
                            .description(name)
                            .value(example.path("value")));
        }
        return named;
    }
}
