package io.rookery.gateway.access;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Asks for the API key on every path but the open ones. Boot puts this filter before the management port too; that one has no key, it is told by its port.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class AccessFilter implements WebFilter {
    public static final String HEADER = "X-Api-Key";
    private static final String BEARER = "Bearer ";
    private static final List<PathPattern> OPEN = List.of(
            pattern("/health"),
            pattern("/health/live"),
            pattern("/health/ready"),
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
    private final FailedAttempts failed;
    private volatile int managementPort = -1;

    AccessFilter(CallerDirectory callers, AccessProperties properties) {
        this.callers = callers;
        this.failed = new FailedAttempts(properties.failedAttempts(), System::nanoTime);
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
        String given = given(request.getHeaders());
        Caller caller = given == null ? null : callers.find(given).orElse(null);
        if (caller == null) return Mono.error(given == null ? unauthorized() : failed(exchange));
        exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
        return chain.filter(exchange).contextWrite(caller::in);
    }

    private boolean isManagement(ServerHttpRequest request) {
        InetSocketAddress local = request.getLocalAddress();
        return local != null && local.getPort() == managementPort;
    }

    private static boolean isOpen(ServerHttpRequest request) {
        var path = request.getPath().pathWithinApplication();
        return OPEN.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private ProblemException failed(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        Duration wait = remote == null ? Duration.ZERO : failed.count(remote.getAddress());
        if (wait.isZero()) return unauthorized();
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
        return ProblemException.of(ProblemCode.RATE_LIMITED, "too many wrong keys came from this address");
    }

    private static ProblemException unauthorized() {
        return ProblemException.of(ProblemCode.UNAUTHORIZED, "send the API key as X-Api-Key or Authorization: Bearer");
    }

    private static @Nullable String given(HttpHeaders headers) {
        String own = headers.getFirst(HEADER);
        if (own != null) return own;
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null) return SocketKey.of(headers).orElse(null);
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) return null;
        return authorization.substring(BEARER.length()).strip();
    }

    private static PathPattern pattern(String text) {
        return PathPatternParser.defaultInstance.parse(text);
    }
}
