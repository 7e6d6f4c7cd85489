package io.rookery.systest.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One owner by effect: pages of different epochs of a session are never connected at the same time, and epochs only grow. */
public final class OneOwner implements Invariant {

    private record Open(String session, int epoch) {}

    @Override
    public Verdict judge(Evidence evidence) {
        long connections = evidence.ledger().stream()
                .filter(entry -> entry.is("connect") && entry.epoch() != null)
                .count();
        return Verdict.of("I1", "one owner by effect", connections, violations(evidence));
    }

    private static List<String> violations(Evidence evidence) {
        List<String> found = new ArrayList<>();
        Map<String, Open> open = new HashMap<>();
        Map<String, Integer> highest = new HashMap<>();
        for (LedgerEntry entry : evidence.ledger()) {
            switch (entry.type()) {
                case "start" -> open.clear();
                case "disconnect", "conflict" -> open.remove(entry.connection());
                case "connect", "send" -> {
                    @Nullable Integer epoch = entry.epoch();
                    if (epoch == null || entry.session().isEmpty()) continue;
                    judge(entry, epoch, open, highest, found);
                    highest.merge(entry.session(), epoch, Math::max);
                    if (entry.is("connect")) open.put(entry.connection(), new Open(entry.session(), epoch));
                }
                default -> {}
            }
        }
        return found;
    }

    private static void judge(
            LedgerEntry entry, int epoch, Map<String, Open> open, Map<String, Integer> highest, List<String> found) {
        int before = highest.getOrDefault(entry.session(), 0);
        if (epoch < before) {
            found.add("%s: a %s of epoch %d after one of epoch %d (ledger %d)"
                    .formatted(entry.session(), entry.type(), epoch, before, entry.seq()));
        }
        open.values().stream()
                .filter(other -> other.session().equals(entry.session()) && other.epoch() != epoch)
                .findFirst()
                .ifPresent(other -> found.add("%s: a %s of epoch %d while epoch %d is connected (ledger %d)"
                        .formatted(entry.session(), entry.type(), epoch, other.epoch(), entry.seq())));
    }
}
