package io.rookery.gateway.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Set;

/** Bodies that are no JSON: a picture is bytes, a stream is text. What is derived from the methods says otherwise. */
final class PlainBodies {
    private static final String STREAM = "text/event-stream";

    private PlainBodies() {}

    static void mend(OpenAPI api) {
        api.getPaths().values().forEach(path -> path.readOperations().forEach(PlainBodies::mend));
        api.getComponents().getSchemas().keySet().removeIf(name -> name.startsWith("ServerSentEvent"));
    }

    private static void mend(Operation operation) {
        operation.getResponses().values().forEach(response -> {
            if (response.getContent() == null) return;
            response.getContent().forEach((type, body) -> {
                if (type.startsWith("image/")) body.setSchema(string().format("binary"));
                if (type.equals(STREAM)) body.setSchema(string().description("Server-sent events"));
            });
        });
    }

    private static Schema<?> string() {
        var schema = new Schema<>();
        schema.setTypes(Set.of("string"));
        return schema;
    }
}
