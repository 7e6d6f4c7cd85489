package io.rookery.gateway.description;

import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Every error of every operation: that it is a problem, with which codes ({@code x-codes}), and an example of each. The codes are those that the answer's description names; what any route of its kind
 * may answer is put in here.
 */
final class ProblemDocs {
    static final String CODES = "x-codes";
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final Pattern WORD = Pattern.compile("[A-Z]+(_[A-Z]+)*");

    private ProblemDocs() {}

    static void addTo(OpenAPI api) {
        ModelConverters.getInstance(true).read(Problem.class).forEach(api.getComponents()::addSchemas);
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> addTo(path, method, operation)));
    }

    private static void addTo(String path, PathItem.HttpMethod method, Operation operation) {
        ApiResponses responses = operation.getResponses();
        boolean hasBody = operation.getRequestBody() != null;
        boolean hasParameters =
                operation.getParameters() != null && !operation.getParameters().isEmpty();
        if (hasBody || hasParameters) add(responses, "400", badRequest(path, hasBody));
        if (operation.getSecurity() == null || !operation.getSecurity().isEmpty()) {
            add(responses, "401", "UNAUTHORIZED: no API key, or none that is valid");
            add(responses, "403", "FORBIDDEN: the key may not do this");
        }
        if (hasBody) {
            add(responses, "413", "BODY_TOO_LARGE: 768 KiB are read");
            if (!operation.getRequestBody().getContent().containsKey("*/*"))
                add(responses, "415", "UNSUPPORTED_MEDIA_TYPE");
        }
        if (method != PathItem.HttpMethod.GET && method != PathItem.HttpMethod.HEAD)
            alsoOf(responses, "429", "TOO_MANY_REQUESTS: the request was not looked at; try again later");
        add(responses, "default", "Any error: problem details with a stable code");
        responses.forEach((status, response) -> {
            if (isError(status)) describe(status, response);
        });
    }

    private static String badRequest(String path, boolean hasBody) {
        return "INVALID_REQUEST: the field is named." + (hasBody ? " MALFORMED_JSON." : "")
                + (path.contains("{sessionId}") ? " INVALID_SESSION_ID." : "");
    }

    private static void add(ApiResponses responses, String status, String description) {
        if (!responses.containsKey(status))
            responses.addApiResponse(status, new ApiResponse().description(description));
    }

    /** As {@link #add}, also where the route has said something else of this status. */
    private static void alsoOf(ApiResponses responses, String status, String description) {
        ApiResponse said = responses.get(status);
        if (said == null) add(responses, status, description);
        else said.setDescription(said.getDescription() + ". " + description);
    }

    private static boolean isError(String status) {
        return status.equals("default") || status.startsWith("4") || status.startsWith("5");
    }

    private static void describe(String status, ApiResponse response) {
        if (response.getContent() == null)
            response.setContent(new Content()
                    .addMediaType(
                            MEDIA_TYPE, new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
        MediaType body = response.getContent().get(MEDIA_TYPE);
        // 503 of /health is no problem, but the same answer as 200.
        if (body == null || status.equals("default")) return;
        List<ProblemCode> codes = codes(status, response.getDescription());
        response.addExtension(CODES, codes.stream().map(Enum::name).toList());
        boolean hasExamples = body.getExamples() != null && !body.getExamples().isEmpty();
        if (!hasExamples) codes.forEach(code -> body.addExamples(code.name(), example(code)));
    }

    private static List<ProblemCode> codes(String status, String description) {
        return WORD.matcher(description)
                .results()
                .map(java.util.regex.MatchResult::group)
                .distinct()
                .flatMap(word -> Arrays.stream(ProblemCode.values())
                        .filter(code -> code.name().equals(word)
                                && status.equals(Integer.toString(code.status().value()))))
                .toList();
    }

    private static Example example(ProblemCode code) {
        Problem problem = Problem.of(code, null);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", problem.type());
        value.put("title", problem.title());
        value.put("status", problem.status());
        value.put("code", problem.code());
        return new Example().summary(code.title()).value(value);
    }
}
