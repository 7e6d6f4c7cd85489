package io.rookery.gateway.http;

import io.rookery.gateway.problem.ProblemHandler;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} where that is harmless in a log, else a fresh one. It is in the answer's headers, in its problem, and in the log. At the level debug the
 * log has a line for every request; it names the route, never what was in its place holders.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class RequestIds implements WebFilter {
    static final String HEADER = "X-Request-Id";
    private static final Logger log = LoggerFactory.getLogger(RequestIds.class);
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = id(exchange.getRequest().getHeaders().getOrEmpty(HEADER));
        exchange.getAttributes().put(ProblemHandler.REQUEST_ID, id);
        exchange.getResponse().getHeaders().set(HEADER, id);
        if (!log.isDebugEnabled()) return chain.filter(exchange);
        long began = System.nanoTime();
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> tell(exchange, id, began)));
        return chain.filter(exchange);
    }

    private static String id(List<String> given) {
        return given.size() == 1 && HARMLESS.matcher(given.getFirst()).matches()
                ? given.getFirst()
                : UUID.randomUUID().toString();
    }

    private static void tell(ServerWebExchange exchange, String id, long began) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        Object route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        log.atDebug()
                .addKeyValue("requestId", id)
                .addKeyValue("method", exchange.getRequest().getMethod())
                .addKeyValue("route", route == null ? "none" : route)
                .addKeyValue("status", status == null ? 200 : status.value())
                .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
                .log("a request is answered");
    }
}
