package io.rookery.systest.check;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every command that Kafka took has exactly one outcome, however often it was written; an outcome that comes again says the same. */
public final class OneOutcome implements Invariant {

    @Override
    public Verdict judge(Evidence evidence) {
        long commands = evidence.written().stream()
                .map(written -> Outcomes.key(written.session(), written.id()))
                .distinct()
                .count();
        return Verdict.of("I4", "one outcome for each command", commands, violations(evidence));
    }

    private static List<String> violations(Evidence evidence) {
        List<String> found = new ArrayList<>();
        Map<String, Set<String>> ids = Outcomes.idsByCommand(evidence.events());
        Set<String> commands = new TreeSet<>();
        evidence.written().forEach(written -> commands.add(Outcomes.key(written.session(), written.id())));
        for (String command : commands) {
            int outcomes = ids.getOrDefault(command, Set.of()).size();
            if (outcomes != 1) found.add("%s has %d outcomes".formatted(command, outcomes));
        }
        Map<String, Event.Outcome> first = new HashMap<>();
        for (EventMessage message : Outcomes.effective(evidence.events())) {
            if (!(message.event() instanceof Event.Outcome outcome)) continue;
            String event = Outcomes.key(message.session().value(), message.id());
            Event.Outcome before = first.putIfAbsent(event, outcome);
            if (before != null
                    && (before.status() != outcome.status() || !before.code().equals(outcome.code()))) {
                found.add("%s came again as %s after %s".formatted(event, outcome.code(), before.code()));
            }
        }
        return found;
    }
}
