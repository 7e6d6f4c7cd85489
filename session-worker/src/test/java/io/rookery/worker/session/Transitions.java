package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import java.util.List;

/** Whether what is told of a session's states follows the diagram of {@link SessionState}. */
final class Transitions {
    private Transitions() {}

    static boolean isAllowed(Event event) {
        if (!(event instanceof Event.Status status)) return true;
        List<SessionState> states = status.lastStates();
        for (int i = 0; i + 1 < states.size(); i++)
            if (!states.get(i + 1).next().contains(states.get(i))) return false;
        return states.getFirst() == status.state();
    }
}
