package io.rookery.gateway.profile;

import io.rookery.events.SessionId;
import reactor.core.publisher.Mono;

/** The profiles that the workers store. Safe for use by many threads; blocks nobody. */
@FunctionalInterface
public interface StoredProfiles {

    /**
     * Whosever the session is: who may ask was asked before. Empty where nothing is stored that could be restored; a {@link io.rookery.gateway.problem.ProblemException} where that can't be told.
     */
    Mono<StoredProfile> find(SessionId session);
}
