package io.rookery.gateway.event;

import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reader's rule: whoever has seen an epoch of a session drops what comes of a lower one. For one thread.
 *
 * <p>What a fence makes void is what stands <em>behind</em> it in the outcome topic. Topics are read beside each other, so an outcome or a
 * message of the epoch before, written in time, may be read after news of the next epoch from elsewhere: the floors of outcomes and of
 * messages each know their own topic only. States and codes are told for the moment; of them the newest epoch counts, whichever
 * topic it came up in.
 */
final class ReaderFloor {
    private final Map<SessionId, Floors> floors;

    /** @param sessions how many sessions are remembered; those that were silent longest are forgotten first */
    ReaderFloor(int sessions) {
        this.floors = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SessionId, Floors> eldest) {
                return size() > sessions;
            }
        };
    }

    /** Whether the event counts; raises the floor where it does. Admission's own events have no epoch and always count. */
    boolean passes(SessionId session, Topic topic, @Nullable Epoch epoch, Event event) {
        if (epoch == null) return true;
        Floors known = floors.computeIfAbsent(session, ignored -> new Floors());
        int value = epoch.value();
        return switch (topic) {
            case OUTCOME -> {
                if (value < known.outcome) yield false;
                known.outcome = value;
                if (event instanceof Event.Fence) known.moment = Math.max(known.moment, value);
                yield true;
            }
            case MESSAGE -> {
                if (value < known.message) yield false;
                known.message = value;
                yield true;
            }
            default -> {
                if (value < known.moment) yield false;
                known.moment = value;
                yield true;
            }
        };
    }

    private static final class Floors {
        private int outcome;
        private int message;
        private int moment;
    }
}
