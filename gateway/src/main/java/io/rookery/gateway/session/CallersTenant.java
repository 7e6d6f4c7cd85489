package io.rookery.gateway.session;

import io.rookery.events.TenantId;
import reactor.core.publisher.Mono;

/** Whose sessions a request is about. */
public final class CallersTenant {
    private CallersTenant() {}

    /** The tenant of who asks: every caller is of the default one. */
    public static Mono<TenantId> current() {
        return Mono.just(TenantId.DEFAULT);
    }
}
