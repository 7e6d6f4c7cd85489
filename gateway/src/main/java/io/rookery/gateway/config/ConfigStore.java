package io.rookery.gateway.config;

import java.util.Collection;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * What is configured at run time, the same for all gateways of a cluster. Reads are from memory and never fail; a gateway serves nobody before it has read all there is. Changes made elsewhere are seen
 * a moment later. Safe for use by many threads.
 */
public interface ConfigStore {

    Optional<ConfigEntry> find(ConfigKind kind, String id);

    /** In the order in which they were written last. */
    Collection<ConfigEntry> all(ConfigKind kind);

    /**
     * Writes an entry over what stands there. Completes with what was written when all in-sync replicas have it and this gateway reads it itself; errs with {@link ConfigUnavailable} where that can't
     * be had in time: then it may be written or not, and may be repeated.
     */
    Mono<ConfigEntry> put(ConfigKind kind, String id, String json);

    /** Removes an entry; as {@link #put}, also where there is none. */
    Mono<Void> remove(ConfigKind kind, String id);

    /** Told of every change from now on, one at a time, in the order of the topic, after reads show it; must not block. */
    void listen(ConfigKind kind, Listener listener);

    /** Who wants to know of changes. */
    interface Listener {
        void written(ConfigEntry entry);

        void removed(String id);
    }

    /** Kafka did not take the change in time. */
    final class ConfigUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ConfigUnavailable(String message) {
            super(message, null, false, false);
        }
    }
}
