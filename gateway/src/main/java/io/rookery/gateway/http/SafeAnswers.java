package io.rookery.gateway.http;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Headers that keep browsers from doing more with an answer than showing it to who has asked. What a route says itself counts before. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class SafeAnswers implements WebFilter {
    private static final String POLICY = "Content-Security-Policy";
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

    /** The pages of the description load their own scripts, and style themselves. */
    private static final String PAGES =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private static final String A_YEAR = "max-age=31536000";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> {
            addTo(exchange);
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private static void addTo(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = exchange.getResponse().getHeaders();
        String path = request.getPath().pathWithinApplication().value();
        boolean isPage = path.startsWith("/swagger-ui") || path.startsWith("/webjars/");
        add(headers, "X-Content-Type-Options", "nosniff");
        add(headers, "Referrer-Policy", "no-referrer");
        add(headers, "X-Frame-Options", "DENY");
        add(headers, POLICY, isPage ? PAGES : DATA);
        // Answers hold what is personal, and some hold secrets: nobody on the way shall keep them.
        if (!isPage) add(headers, HttpHeaders.CACHE_CONTROL, "no-store");
        // Only where this gateway ends TLS itself: a proxy in front of it knows better.
        if (request.getSslInfo() != null) add(headers, "Strict-Transport-Security", A_YEAR);
    }

    private static void add(HttpHeaders headers, String name, String value) {
        if (!headers.containsHeader(name)) headers.set(name, value);
    }
}
