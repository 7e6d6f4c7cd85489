package io.rookery.gateway.event;

import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
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
    boolean passes(SessionEvent event) {
        Epoch epoch = event.message().epoch();
        if (epoch == null) return true;
        Floors known = floors.computeIfAbsent(event.session(), ignored -> new Floors());
        int value = epoch.value();
        return switch (event.topic()) {
            case OUTCOME -> {
                if (!known.outcomes.passes(value, event.offset())) yield false;
                if (event.message().event() instanceof Event.Fence) known.moment = Math.max(known.moment, value);
                yield true;
            }
            case MESSAGE -> known.messages.passes(value, event.offset());
            default -> {
                if (value < known.moment) yield false;
                known.moment = value;
                yield true;
            }
        };
    }

    /**
     * Whether an outcome or a message, in whatever order it is looked at, stands behind the first record of its session's newest epoch, and is of a lower one. Of what is not known it says no.
     */
    boolean makesVoid(SessionEvent event) {
        Epoch epoch = event.message().epoch();
        Floors known = floors.get(event.session());
        if (epoch == null || known == null) return false;
        Floor floor = known.of(event);
        return floor != null && epoch.value() < floor.epoch && event.offset() > floor.since;
    }

    /** Of one topic: where the highest epoch begins. */
    private static final class Floor {
        private int epoch;
        private long since;

        boolean passes(int value, long offset) {
            if (value < epoch) return false;
            if (value > epoch) since = offset;
            epoch = value;
            return true;
        }
    }

    private static final class Floors {
        private final Floor outcomes = new Floor();
        private final Floor messages = new Floor();
        private int moment;

        @Nullable Floor of(SessionEvent event) {
            return switch (event.topic()) {
                case OUTCOME -> outcomes;
                case MESSAGE -> messages;
                default -> null;
            };
        }
    }
}
