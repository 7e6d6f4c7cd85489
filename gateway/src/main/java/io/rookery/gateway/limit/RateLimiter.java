package io.rookery.gateway.limit;

import io.rookery.gateway.key.KeyLimit;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Counts what keys ask for, at all gateways together. Safe for use by many threads. */
public interface RateLimiter {

    /** Takes one request out of the key's bucket. Empty where that can't be told in time; never errs. */
    Mono<Verdict> take(String keyId, KeyLimit limit);

    /**
     * What the bucket says.
     *
     * @param remaining how many requests would be taken at once now
     * @param full when the bucket is full again, if nothing more is taken
     * @param retryAfter when the next request is taken; zero where this one was
     */
    record Verdict(boolean isTaken, long remaining, Duration full, Duration retryAfter) {}
}
