package io.rookery.gateway.access;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers no request within the call that brought it. Reactor Netty up to 1.3.7 stops reading a kept connection when a request that had to wait
 * for the answer of the one before is itself answered at once (reactor-netty 4361): the client's next request is never seen.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ThreadHop implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> chain.filter(exchange)).subscribeOn(Schedulers.parallel());
    }
}
