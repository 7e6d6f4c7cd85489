package io.rookery.gateway.access;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Asks for the API key on every path but the open ones, and for what the route {@linkplain Requires requires}. Boot puts this filter before the management port too; that one has no key, it is
 * told by its port.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class AccessFilter implements WebFilter {
    public static final String HEADER = "X-Api-Key";
    private static final String BEARER = "Bearer ";
    private static final List<PathPattern> OPEN = List.of(
            pattern("/health"),
            pattern("/v3/api-docs"),
            pattern("/v3/api-docs.yaml"),
            pattern("/v3/api-docs/swagger-config"),
            pattern("/v3/asyncapi"),
            pattern("/v3/asyncapi.json"),
            pattern("/v3/asyncapi.yaml"),
            pattern("/swagger-ui.html"),
            pattern("/swagger-ui/**"),
            pattern("/webjars/swagger-ui/**"));

    private final CallerDirectory callers;
    private final ObjectProvider<RequestMappingHandlerMapping> routes;
    private volatile int managementPort = -1;

    AccessFilter(
            CallerDirectory callers,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.callers = callers;
        this.routes = routes;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        if ("management".equals(event.getApplicationContext().getServerNamespace()))
            managementPort = event.getWebServer().getPort();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (isManagement(request) || isOpen(request)) return chain.filter(exchange);
        Caller caller = caller(request);
        if (caller == null)
            return Mono.error(ProblemException.of(
                    ProblemCode.UNAUTHORIZED, "send the API key as X-Api-Key or Authorization: Bearer"));
        return admit(exchange, caller).then(chain.filter(exchange)).contextWrite(caller::in);
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

    private boolean isManagement(ServerHttpRequest request) {
        InetSocketAddress local = request.getLocalAddress();
        return local != null && local.getPort() == managementPort;
    }

    private static boolean isOpen(ServerHttpRequest request) {
        var path = request.getPath().pathWithinApplication();
        return OPEN.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private @Nullable Caller caller(ServerHttpRequest request) {
        String given = given(request.getHeaders());
        return given == null ? null : callers.find(given).orElse(null);
    }

    private static @Nullable String given(HttpHeaders headers) {
        String own = headers.getFirst(HEADER);
        if (own != null) return own;
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) return null;
        return authorization.substring(BEARER.length()).strip();
    }

    private static PathPattern pattern(String text) {
        return PathPatternParser.defaultInstance.parse(text);
    }
}
