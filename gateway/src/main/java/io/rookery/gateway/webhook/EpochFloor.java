package io.rookery.gateway.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reader's rule on one partition: what comes of an epoch below the highest that was seen of its session is void. Each partition has a floor of its own, because a reader may be far behind in one topic
 * and not in another: what was written in time must not be dropped for news that were written later elsewhere. For one thread.
 */
final class EpochFloor {
    private final Map<String, Integer> highest;

    /** @param sessions how many are remembered; those that were silent longest are forgotten first */
    EpochFloor(int sessions) {
        this.highest = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > sessions;
            }
        };
    }

    /** Whether the event counts. Admission's own events have no epoch and always count. */
    boolean passes(Envelope event) {
        Integer epoch = event.epoch();
        if (epoch == null) return true;
        int before = highest.getOrDefault(event.session(), 0);
        if (epoch < before) return false;
        highest.put(event.session(), epoch);
        return true;
    }
}
