package io.rookery.gateway.access;

import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Which caller a secret belongs to. Answers from memory, in a time that does not tell how much of a guess was right. Safe for use by many threads.
 *
 * <p>Tokens of an identity provider (JWT) would be one more directory behind this port: asked for what has the form of a token, it checks the signature with the provider's keys, which it fetches in
 * the background and never while a request waits, and makes tenant, role and sessions of claims. Nothing else of the gateway would change.
 */
public interface CallerDirectory {
    Optional<Caller> find(String secret);

    /**
     * Completes when the caller's key is revoked, rotated or expired, at once where that has happened already; never where it can't happen. What stays open longer than a request ends with it: {@code
     * items.takeUntilOther(callers.ended(caller))}. A key that was rotated comes back with a secret that is good.
     */
    Mono<Void> ended(Caller caller);
}
