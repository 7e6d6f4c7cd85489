package io.rookery.gateway.audit;

import io.rookery.gateway.access.Audited;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Requires;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells the log what was asked and how it was answered, when the answer goes out, without waiting for the log. Around the access filter, so that what a key was refused is told, too; who has no good
 * key is nobody and is not in the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
final class AuditFilter implements WebFilter {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** Parts of addresses that are ids of Rookery's own. Others are not told: the id of a message may hold a number. */
    private static final Set<String> TOLD = Set.of("sessionId", "keyId", "workerId", "mediaId", "webhookId");

    private final AuditLog log;
    private final InstantSource clock;

    AuditFilter(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var trail = new AuditTrail();
        var told = new AtomicBoolean();
        exchange.getResponse()
                .beforeCommit(() -> Mono.fromRunnable(() -> tell(exchange, trail, told, status(exchange))));
        return chain.filter(exchange)
                .contextWrite(trail::in)
                .doOnCancel(() -> tell(exchange, trail, told, AuditRecord.GONE));
    }

    private void tell(ServerWebExchange exchange, AuditTrail trail, AtomicBoolean told, int status) {
        Caller caller = exchange.getAttribute(Caller.ATTRIBUTE);
        Object handler = exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
        if (caller == null || !(handler instanceof HandlerMethod route) || !isTold(exchange, route)) return;
        Requires requires = route.getMethodAnnotation(Requires.class);
        if (requires == null || told.getAndSet(true)) return;
        log.tell(new AuditRecord(
                UUID.randomUUID().toString(),
                clock.instant(),
                caller.keyId(),
                caller.tenant().value(),
                caller.role().word(),
                requires.value().word(),
                exchange.getRequest().getMethod().name(),
                String.valueOf(exchange.<Object>getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)),
                about(exchange, trail),
                status));
    }

    private static boolean isTold(ServerWebExchange exchange, HandlerMethod route) {
        return !READS.contains(exchange.getRequest().getMethod()) || route.hasMethodAnnotation(Audited.class);
    }

    private static Map<String, String> about(ServerWebExchange exchange, AuditTrail trail) {
        Map<String, String> about = new TreeMap<>();
        Map<String, String> named = exchange.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (named != null)
            named.forEach((kind, id) -> {
                // What fits no id of Rookery's was refused, and is whatever the caller has sent.
                if (TOLD.contains(kind) && id.matches("[A-Za-z0-9_.-]{1,128}")) about.put(kind, id);
            });
        about.putAll(trail.about());
        URI made = exchange.getResponse().getHeaders().getLocation();
        if (made != null && status(exchange) == 201) about.put("created", made.getPath());
        return about;
    }

    private static int status(ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return status == null ? 200 : status.value();
    }
}
