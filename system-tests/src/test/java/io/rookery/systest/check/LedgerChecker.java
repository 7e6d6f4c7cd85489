package io.rookery.systest.check;

import java.util.List;
import java.util.Set;

/** All promises at once. */
public final class LedgerChecker {
    private static final List<Invariant> PROMISES =
            List.of(new OneOwner(), new OneMessage(), new InOrder(), new OneOutcome(), new NoCodeAfterLink());

    private LedgerChecker() {}

    /** @return what was broken, each with the promise's name; empty where all was kept */
    public static List<String> violations(Evidence evidence) {
        return PROMISES.stream()
                .flatMap(promise -> promise.violations(evidence).stream()
                        .map(text -> promise.getClass().getSimpleName() + ": " + text))
                .toList();
    }

    /** Commands that Kafka took and that have no outcome yet. */
    public static List<String> unanswered(Evidence evidence) {
        Set<String> answered = Outcomes.idsByCommand(evidence.events()).keySet();
        return evidence.written().stream()
                .map(written -> Outcomes.key(written.session(), written.id()))
                .distinct()
                .filter(command -> !answered.contains(command))
                .toList();
    }

    /** How much a run had to prove something with: a run without load proves nothing. */
    public static String summary(Evidence evidence) {
        return "%d commands, %d sends at the server, %d deliveries, %d repeats that nobody was shown"
                .formatted(
                        evidence.written().stream()
                                .map(written -> Outcomes.key(written.session(), written.id()))
                                .distinct()
                                .count(),
                        count(evidence, "send"),
                        count(evidence, "deliver"),
                        count(evidence, "duplicate"));
    }

    private static long count(Evidence evidence, String type) {
        return evidence.ledger().stream().filter(entry -> entry.is(type)).count();
    }
}
