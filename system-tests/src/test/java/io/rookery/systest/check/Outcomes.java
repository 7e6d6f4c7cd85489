package io.rookery.systest.check;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the outcome topic as its readers have to: a record of a lower epoch behind a higher one (a new owner's fence, most of all) is void, and
 * an event that comes again with the same source and id is the same event.
 */
final class Outcomes {
    private Outcomes() {}

    static String key(String session, String command) {
        return session + "/" + command;
    }

    /** @return the events that count, in the order of each session */
    static List<EventMessage> effective(List<TapedEvent> events) {
        Map<String, Integer> floors = new HashMap<>();
        List<EventMessage> effective = new ArrayList<>();
        for (TapedEvent taped : events) {
            EventMessage message = taped.message();
            boolean outcome = message.event() instanceof Event.Outcome;
            if (!outcome && !(message.event() instanceof Event.Fence)) continue;
            if (message.epoch() != null) {
                int epoch = message.epoch().value();
                if (epoch < floors.getOrDefault(message.session().value(), 0)) continue;
                floors.put(message.session().value(), epoch);
            }
            if (outcome) effective.add(message);
        }
        return effective;
    }

    static Map<String, Event.Outcome> firstById(List<TapedEvent> events) {
        Map<String, Event.Outcome> first = new HashMap<>();
        for (EventMessage message : effective(events)) {
            if (message.commandId() != null && message.event() instanceof Event.Outcome outcome) {
                first.putIfAbsent(
                        key(message.session().value(), message.commandId().value()), outcome);
            }
        }
        return first;
    }

    /** @return the ids of the effective outcome events of each command */
    static Map<String, Set<String>> idsByCommand(List<TapedEvent> events) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (EventMessage message : effective(events)) {
            if (message.commandId() != null) {
                ids.computeIfAbsent(
                                key(
                                        message.session().value(),
                                        message.commandId().value()),
                                any -> new HashSet<>())
                        .add(message.id());
            }
        }
        return ids;
    }
}
