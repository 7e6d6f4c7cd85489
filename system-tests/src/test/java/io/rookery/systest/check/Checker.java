package io.rookery.systest.check;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All promises at once. */
public final class Checker {
    /** Of a lease, as the workers have it by default. */
    static final Duration TTL = Duration.ofSeconds(15);

    /** By which an owner stops before its lease ends. */
    static final Duration MARGIN = Duration.ofSeconds(3);

    private final List<Invariant> promises;

    /** @param slack what all limits of time are multiplied with: 1 for measurements, more where the machine does other things meanwhile */
    public Checker(int slack) {
        promises = Stream.of(
                        List.of(new OneOwner(), new PauseSafe(), new OneOutcome(), new OneMessage(), new InOrder()),
                        FailOver.all(slack),
                        List.of(
                                new NoCodeAfterLink(),
                                new Poisoned(slack),
                                new Liveness(slack),
                                new Drained(slack),
                                new Amnesia(List.of(new OneOwner(), new OneOutcome(), new OneMessage())),
                                new NoLitter(),
                                new Inbound()))
                .<Invariant>flatMap(List::stream)
                .toList();
    }

    /** One verdict for each promise. */
    public List<Verdict> judge(Evidence evidence) {
        return promises.stream().map(promise -> promise.judge(evidence)).toList();
    }

    /** What was broken, each with the promise's number; empty where all was kept. */
    public List<String> violations(Evidence evidence) {
        return judge(evidence).stream()
                .flatMap(verdict ->
                        verdict.violations().stream().map(text -> verdict.id() + " " + verdict.promise() + ": " + text))
                .toList();
    }

    /** Commands that have no outcome yet. */
    public static List<String> unanswered(Evidence evidence) {
        Set<String> answered = Outcomes.idsByCommand(evidence.events()).keySet();
        return evidence.written().stream()
                .map(written -> Outcomes.key(written.session(), written.id()))
                .distinct()
                .filter(command -> !answered.contains(command))
                .toList();
    }
}
