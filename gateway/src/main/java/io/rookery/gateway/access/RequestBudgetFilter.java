package io.rookery.gateway.access;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps memory flat when more comes in than goes out: every request that may have a body is charged with what it may hold until it is answered. What is beyond the budget gets 429 before
 * its body is read. Behind the key, so that strangers spend nothing of it; event streams and the waiting for codes have bounds of their own.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 200)
final class RequestBudgetFilter implements WebFilter {
    /** A request without a body, with all that belongs to it. */
    private static final int LEAST_KILOBYTES = 16;

    private final Semaphore kilobytes;
    private final long largestBody;

    RequestBudgetFilter(DataSize budget, DataSize largestBody) {
        this.kilobytes = new Semaphore((int) budget.toKilobytes());
        this.largestBody = largestBody.toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) return chain.filter(exchange);
        return Mono.defer(() -> {
            int charge = charge(exchange);
            if (!kilobytes.tryAcquire(charge))
                return Mono.error(ProblemException.of(
                        ProblemCode.TOO_MANY_REQUESTS, "the request was not looked at; try again later"));
            return chain.filter(exchange).doFinally(ignored -> kilobytes.release(charge));
        });
    }

    private int charge(ServerWebExchange exchange) {
        var headers = exchange.getRequest().getHeaders();
        boolean chunked = headers.containsHeader("Transfer-Encoding");
        long body = chunked ? largestBody : Math.min(Math.max(headers.getContentLength(), 0), largestBody);
        return LEAST_KILOBYTES + (int) (body / 1024);
    }
}
