package io.rookery.gateway.key;

import java.util.Optional;

/** Which keys have a rate of their own. Answers from memory. */
@FunctionalInterface
public interface KeyLimits {
    Optional<KeyLimit> limitOf(String keyId);
}
