package io.rookery.systest.check;

import java.util.List;

/** Redis may lose its memory at any moment: what a run with such a loss breaks of these promises counts here, too. */
public final class Amnesia implements Invariant {
    private final List<Invariant> promises;

    Amnesia(List<Invariant> promises) {
        this.promises = promises;
    }

    @Override
    public Verdict judge(Evidence evidence) {
        long losses = evidence.blows().stream()
                .filter(blow -> blow.fault().kind().hitsMemory())
                .count();
        List<String> found = losses == 0
                ? List.of()
                : promises.stream()
                        .flatMap(promise -> promise.judge(evidence).violations().stream())
                        .toList();
        return Verdict.of("I14", "amnesia", losses, found);
    }
}
