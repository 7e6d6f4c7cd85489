package io.rookery.gateway.media;

import reactor.core.publisher.Mono;

/** Whether the object store can be used. */
public interface StoreState {

    /** Whether this gateway has one at all. */
    boolean isConfigured();

    /** Asks it something that it knows to be unknown. False where it does not answer, or refuses; takes as long as its client waits. */
    Mono<Boolean> isAvailable();
}
