package io.rookery.gateway.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all routes of a kind have in common, so that no method has to say it: what the address names, and the headers of answers. */
final class CommonParts {
    private static final Set<String> LATER = Set.of("408", "429", "503");

    private CommonParts() {}

    static void addTo(OpenAPI api) {
        api.getPaths()
                .forEach((path, item) -> item.readOperations().forEach(operation -> {
                    if (operation.getParameters() != null)
                        operation.getParameters().forEach(CommonParts::describe);
                    if (path.contains("{sessionId}")) add(operation, "404", "SESSION_NOT_FOUND");
                }));
    }

    /** After all answers are there. */
    static void addHeadersTo(OpenAPI api) {
        api.getPaths()
                .values()
                .forEach(item -> item.readOperations()
                        .forEach(operation -> operation.getResponses().forEach(CommonParts::headers)));
    }

    private static void describe(Parameter parameter) {
        if (!"path".equals(parameter.getIn()) || parameter.getDescription() != null) return;
        switch (parameter.getName()) {
            case "sessionId" ->
                parameter
                        .description("The session: 1 to 64 letters, digits, - and _")
                        .example("alice");
            case "userId" ->
                parameter.description("The user, in the caller's own terms: 1 to 128 visible ASCII characters");
            case "keyId" -> parameter.description("The key's id, no secret").example("k3v9x0m2c7b1q8zt");
            case "webhookId" -> parameter.description("The web hook").example("wh_4t2kq7zj5mxw3ra6bcde");
            case "workerId" -> parameter.description("The worker").example("worker-1");
            case "mediaId" ->
                parameter.description("What the upload has answered").example("0f8fad5bd9cb469fa16570867728950e");
            case "recoveryId" -> parameter.description("What the recovery's start has answered");
            default -> {
                // its method says it
            }
        }
    }

    private static void add(Operation operation, String status, String description) {
        if (!operation.getResponses().containsKey(status))
            operation.getResponses().addApiResponse(status, new ApiResponse().description(description));
    }

    private static void headers(String status, ApiResponse answer) {
        if (LATER.contains(status))
            answer.addHeaderObject("Retry-After", header("Seconds after which to try again", "1"));
        if (status.equals("202") && isACommand(answer))
            answer.addHeaderObject(
                    "Location",
                    header(
                            "Where the command's outcome will be",
                            "/v1/commands/0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11?sessionId=alice"));
        if (status.equals("201")) answer.addHeaderObject("Location", header("Where it is from now on", null));
    }

    /** One, alone. */
    private static boolean isACommand(ApiResponse answer) {
        return answer.getContent() != null
                && answer.getContent().values().stream()
                        .anyMatch(body -> body.getSchema() != null
                                && "#/components/schemas/CommandAccepted"
                                        .equals(body.getSchema().get$ref()));
    }

    private static Header header(String description, @Nullable String example) {
        var schema = new Schema<String>();
        schema.setTypes(Set.of("string"));
        if (example != null) schema.setExamples(List.of(example));
        return new Header().description(description).schema(schema);
    }
}
