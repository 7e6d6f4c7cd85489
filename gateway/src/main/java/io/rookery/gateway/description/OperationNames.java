package io.rookery.gateway.description;

import io.swagger.v3.oas.models.Operation;
import java.util.Locale;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/**
 * Names operations after what they do to what, so that clients that are generated have names that last: {@code get} of {@code SessionController} is {@code getSession}. An {@code operationId} that
 * stands at the method counts before.
 */
final class OperationNames implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        var said = method.getMethodAnnotation(io.swagger.v3.oas.annotations.Operation.class);
        if (said != null && !said.operationId().isEmpty()) return operation;
        operation.setOperationId(name(
                method.getMethod().getName(),
                method.getBeanType().getSimpleName().replaceFirst("Controller$", "")));
        return operation;
    }

    static String name(String method, String feature) {
        if (method.equalsIgnoreCase(feature)) return method;
        if (method.toLowerCase(Locale.ROOT).endsWith(feature.toLowerCase(Locale.ROOT))) return method;
        return method + feature + (method.equals("list") ? "s" : "");
    }
}
