package io.rookery.worker.event;

import io.rookery.events.Epoch;
import java.util.ArrayList;
import java.util.List;

/** Which of its predecessors' outcomes a new owner, a rebuilder or a reader takes. Pure. */
public final class Adoption {
    private Adoption() {}

    /**
     * [fence, adopt] Takes outcomes in order, and drops those of an epoch below the highest one seen before them: a zombie published them behind its successor's fence.
     *
     * @param floor the epoch that wrote the position from which the entries were read
     */
    public static List<OutcomeLog.Entry> effective(List<OutcomeLog.Entry> entries, Epoch floor) {
        List<OutcomeLog.Entry> taken = new ArrayList<>();
        Epoch highest = floor;
        for (OutcomeLog.Entry entry : entries) {
            if (entry.epoch() != null) {
                if (entry.epoch().isBelow(highest)) continue;
                highest = entry.epoch();
            }
            if (entry.outcome() != null) taken.add(entry);
        }
        return taken;
    }
}
