package io.rookery.systest.check;

import io.rookery.events.EventMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bad record goes to the dead letters, and the command behind it is answered within a second where nothing else is wrong. */
public final class Poisoned implements Invariant {
    private final Duration limit;

    /** @param slack what the limit is multiplied with */
    Poisoned(int slack) {
        limit = Duration.ofSeconds(1).multipliedBy(slack);
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<String> found = new ArrayList<>();
        List<Duration> waits = new ArrayList<>();
        Map<String, Instant> answers = answers(evidence);
        for (Poison poison : evidence.poison()) {
            String place = poison.partition() + "@" + poison.offset();
            if (!evidence.deadLetters().contains(place)) found.add("the record " + place + " is no dead letter");
            Duration wait = neighbour(evidence, poison)
                    .map(next -> wait(evidence, poison, next, answers))
                    .orElse(null);
            if (wait != null) waits.add(wait);
        }
        Verdict verdict = Verdict.timed("I10", "poison: its neighbour's answer", waits, found, limit);
        return new Verdict(
                verdict.id(), verdict.promise(), evidence.poison().size(), verdict.violations(), waits, limit, "");
    }

    /** The next command in the same partition. */
    private static Optional<Written> neighbour(Evidence evidence, Poison poison) {
        return evidence.written().stream()
                .filter(it -> it.partition() == poison.partition() && it.offset() > poison.offset())
                .min(Comparator.comparingLong(Written::offset));
    }

    private static @Nullable Duration wait(
            Evidence evidence, Poison poison, Written next, Map<String, Instant> answers) {
        Instant answered = answers.get(Outcomes.key(next.session(), next.id()));
        Instant written = next.at().isAfter(poison.at()) ? next.at() : poison.at();
        // A repeat was answered before it was written.
        if (answered == null || answered.isBefore(written)) return null;
        boolean disturbed = evidence.blows().stream().anyMatch(blow -> blow.disturbs(written, answered));
        return disturbed ? null : Duration.between(written, answered);
    }

    private static Map<String, Instant> answers(Evidence evidence) {
        Map<String, Instant> answers = new HashMap<>();
        for (EventMessage message : Outcomes.effective(evidence.events())) {
            if (message.commandId() != null)
                answers.putIfAbsent(
                        Outcomes.key(
                                message.session().value(), message.commandId().value()),
                        message.time());
        }
        return answers;
    }
}
