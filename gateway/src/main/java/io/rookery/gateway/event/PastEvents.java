package io.rookery.gateway.event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The event topics as far back as Kafka has them, for streams that come back after longer than the gateway's memory reaches. A future fails where Kafka does not answer. */
public interface PastEvents {

    /** What Kafka has of these places now. */
    CompletableFuture<Map<Place, Bounds>> bounds(Collection<Place> places);

    /** Some of what stands behind these offsets, perhaps nothing. */
    CompletableFuture<Page> read(Map<Place, Long> behind);

    /**
     * @param first the offset of the first record that is there, or would be
     * @param end the offset of the next record that will be written
     */
    record Bounds(long first, long end) {}

    /**
     * @param events in the order of their places, each place's own one after the other; records that are no events are left out
     * @param upTo the last offsets that were read, or passed over
     * @param deleted where Kafka has deleted what was asked for: there {@code upTo} is the last that is gone
     */
    record Page(List<SessionEvent> events, Map<Place, Long> upTo, Set<Place> deleted) {}
}
