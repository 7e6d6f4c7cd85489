package io.rookery.gateway.access;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Tells in the API description what each route requires: {@code x-permission}, and the answers to those who lack it. */
@Component
final class PermissionDocs implements OperationCustomizer {
    static final String EXTENSION = "x-permission";

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        Requires requires = route.getMethodAnnotation(Requires.class);
        if (requires == null) return operation;
        String permission = requires.value().word();
        operation.addExtension(EXTENSION, permission);
        add(operation.getResponses(), "401", "UNAUTHORIZED: no key, or none that is good");
        add(operation.getResponses(), "403", "FORBIDDEN: the key's role lacks " + permission);
        add(
                operation.getResponses(),
                "429",
                "RATE_LIMITED: the key has used up its rate; Retry-After says when to come back");
        return operation;
    }

    private static void add(ApiResponses responses, String status, String description) {
        if (!responses.containsKey(status))
            responses.addApiResponse(status, new ApiResponse().description(description));
    }
}
