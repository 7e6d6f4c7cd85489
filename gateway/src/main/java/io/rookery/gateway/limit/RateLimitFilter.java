package io.rookery.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.key.KeyLimit;
import io.rookery.gateway.key.KeyLimits;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps each key within its rate. Behind the key, before anything is read or looked up. The fields of the answer are those of the IETF's draft <i>RateLimit header fields for HTTP</i>. Where Redis
 * can't tell in time the request is let through: a fault of the infrastructure is not the caller's fault.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 150)
final class RateLimitFilter implements WebFilter {
    private static final String POLICY = "RateLimit-Policy";
    private static final String STATE = "RateLimit";
    private static final String NAME = "\"key\"";

    private final RateLimiter limiter;
    private final KeyLimits own;
    private final Optional<KeyLimit> common;
    private final MeterRegistry metrics;

    private enum Result {
        TAKEN,
        REFUSED,
        UNKNOWN
    }

    /** @param common for keys without a rate of their own; empty where those have none */
    RateLimitFilter(RateLimiter limiter, KeyLimits own, Optional<KeyLimit> common, MeterRegistry metrics) {
        this.limiter = limiter;
        this.own = own;
        this.common = common;
        this.metrics = metrics;
        for (Result result : Result.values()) counter(result);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.deferContextual(context -> Caller.of(context)
                .filter(caller -> !caller.isOperator())
                .flatMap(caller -> own.limitOf(caller.keyId())
                        .or(() -> common)
                        .map(limit -> take(exchange, caller.keyId(), limit)))
                .orElseGet(Mono::empty)
                .then(chain.filter(exchange)));
    }

    private Mono<Void> take(ServerWebExchange exchange, String key, KeyLimit limit) {
        return limiter.take(key, limit)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(verdict -> verdict.map(told -> answer(exchange, limit, told))
                        .orElseGet(() ->
                                Mono.fromRunnable(() -> counter(Result.UNKNOWN).increment())));
    }

    private Mono<Void> answer(ServerWebExchange exchange, KeyLimit limit, RateLimiter.Verdict verdict) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(POLICY, NAME + ";q=" + limit.burst() + ";w=" + window(limit));
        headers.set(STATE, NAME + ";r=" + verdict.remaining() + ";t=" + seconds(verdict.full()));
        if (verdict.isTaken()) {
            counter(Result.TAKEN).increment();
            return Mono.empty();
        }
        counter(Result.REFUSED).increment();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds(verdict.retryAfter()))));
        return Mono.error(ProblemException.of(
                ProblemCode.RATE_LIMITED,
                "the key has " + limit.perSecond() + " requests a second; the request was not looked at"));
    }

    /** In which an empty bucket fills. */
    private static int window(KeyLimit limit) {
        return Math.max(1, Math.ceilDiv(limit.burst(), limit.perSecond()));
    }

    /** Rounded up. */
    private static long seconds(Duration time) {
        return Math.ceilDiv(time.toMillis(), 1000L);
    }

    private Counter counter(Result result) {
        return Counter.builder("rookery.gateway.rate")
                .description("Requests by whether their key was within its rate")
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(metrics);
    }
}
