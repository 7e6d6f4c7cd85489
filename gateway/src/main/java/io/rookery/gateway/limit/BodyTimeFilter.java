package io.rookery.gateway.limit;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ends a request whose body trickles in: what it is charged with of the request budget is needed by others. Files may take long; they have a rule for silence of their own. */
@Order(Ordered.HIGHEST_PRECEDENCE + 160)
final class BodyTimeFilter implements WebFilter {
    private static final PathPattern FILES = PathPatternParser.defaultInstance.parse("/v1/media");

    private final Duration limit;

    BodyTimeFilter(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (FILES.matches(request.getPath().pathWithinApplication())) return chain.filter(exchange);
        var timed = new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody()
                        .takeUntilOther(Mono.delay(limit).then(Mono.error(() -> tooSlow(exchange))))
                        .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
            }
        };
        return chain.filter(exchange.mutate().request(timed).build());
    }

    /** The rest of the body is not waited for, so the connection can't be used again. */
    private ProblemException tooSlow(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        return ProblemException.of(
                ProblemCode.BODY_TOO_SLOW, "a body must come within " + limit.toSeconds() + " seconds");
    }
}
