package io.rookery.gateway.key;

import io.rookery.gateway.access.ApiKey;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.CallerDirectory;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The one key of the gateway's file, before all others. It lasts as long as the process. */
final class KeyFromFile implements CallerDirectory {
    private final ApiKey key;
    private final Caller holder;
    private final CallerDirectory others;

    KeyFromFile(ApiKey key, Caller holder, CallerDirectory others) {
        this.key = key;
        this.holder = holder;
        this.others = others;
    }

    @Override
    public Optional<Caller> find(String secret) {
        return key.matches(secret) ? Optional.of(holder) : others.find(secret);
    }

    @Override
    public Mono<Void> ended(Caller caller) {
        return caller.equals(holder) ? Mono.never() : others.ended(caller);
    }
}
