package io.rookery.systest.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A worker that stands still is safe: past its local validity its pages send nothing and are gone, and the next owner's page comes after that. */
public final class PauseSafe implements Invariant {
    /** For the clocks of page and ledger, and a page that is busy at its deadline. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    @Override
    public Verdict judge(Evidence evidence) {
        List<String> found = new ArrayList<>();
        long trials = 0;
        for (Blow blow : evidence.blows()) {
            if (!blow.is(Fault.Kind.WORKER_PAUSE)) continue;
            trials += blow.owned().size();
            blow.owned().forEach((session, epoch) -> judge(evidence, blow, session, epoch, found));
        }
        return Verdict.of("I3", "a paused worker is silent", trials, found);
    }

    private static void judge(Evidence evidence, Blow blow, String session, int epoch, List<String> found) {
        Instant silent = blow.hit().plus(Checker.TTL).minus(Checker.MARGIN).plus(SLACK);
        Set<String> open = new HashSet<>();
        for (LedgerEntry entry : evidence.ledger()) {
            if (entry.is("start")) open.clear();
            if (!entry.session().equals(session) || entry.epoch() == null) continue;
            if (silent.isBefore(entry.at()) && entry.at().isBefore(blow.healed())) {
                if (entry.is("send") && entry.epoch() == epoch)
                    found.add("%s: epoch %d sent %d ms after it had to be silent, in the %s (ledger %d)"
                            .formatted(session, epoch, millis(silent, entry), blow, entry.seq()));
                if (entry.is("disconnect") && entry.epoch() == epoch && open.contains(entry.connection()))
                    found.add("%s: epoch %d was connected for %d ms after it had to be silent, in the %s (ledger %d)"
                            .formatted(session, epoch, millis(silent, entry), blow, entry.seq()));
            }
            if (entry.is("connect") && entry.epoch() == epoch) open.add(entry.connection());
            if (entry.is("disconnect") || entry.is("conflict")) open.remove(entry.connection());
            if (entry.is("connect") && entry.epoch() > epoch && !open.isEmpty()) {
                found.add("%s: epoch %d came while epoch %d was connected, in the %s (ledger %d)"
                        .formatted(session, entry.epoch(), epoch, blow, entry.seq()));
                open.clear();
            }
        }
    }

    private static long millis(Instant from, LedgerEntry entry) {
        return Duration.between(from, entry.at()).toMillis();
    }
}
