package io.rookery.gateway.access;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Asks whether the caller may what the route {@linkplain Requires requires}. Behind the rate, so that a key that is refused has one, too; what needs no key passes. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 180)
final class PermissionFilter implements WebFilter {
    private final ObjectProvider<RequestMappingHandlerMapping> routes;

    PermissionFilter(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.routes = routes;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.deferContextual(context -> Caller.of(context)
                .map(caller -> admit(exchange, caller))
                .orElseGet(Mono::empty)
                .then(chain.filter(exchange)));
    }

    /** What has no route is let through: it is not found. */
    private Mono<Void> admit(ServerWebExchange exchange, Caller caller) {
        return routes.getObject().getHandler(exchange).flatMap(handler -> {
            Requires requires =
                    handler instanceof HandlerMethod method ? method.getMethodAnnotation(Requires.class) : null;
            if (requires != null && caller.may(requires.value())) return Mono.empty();
            return Mono.error(ProblemException.of(
                    ProblemCode.FORBIDDEN,
                    requires == null
                            ? "this address is closed"
                            : "the key's role " + caller.role().word() + " lacks the permission "
                                    + requires.value().word()));
        });
    }
}
