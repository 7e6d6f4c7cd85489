package io.rookery.systest.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session that is linked never asks to be paired again, until its device is unlinked. */
public final class NoCodeAfterLink implements Invariant {

    @Override
    public Verdict judge(Evidence evidence) {
        long logins =
                evidence.ledger().stream().filter(entry -> entry.is("login")).count();
        return Verdict.of("I9", "faults ask for no code", logins, violations(evidence));
    }

    private static List<String> violations(Evidence evidence) {
        List<String> found = new ArrayList<>();
        Map<String, String> linked = new HashMap<>();
        for (LedgerEntry entry : evidence.ledger()) {
            switch (entry.type()) {
                case "link" -> linked.put(entry.session(), entry.device());
                case "unlink" -> linked.values().removeIf(entry.device()::equals);
                case "qr", "pairing-code" -> {
                    if (linked.containsKey(entry.session())) {
                        found.add("%s is linked and asks for a %s (ledger %d)"
                                .formatted(entry.session(), entry.type(), entry.seq()));
                    }
                }
                default -> {}
            }
        }
        return found;
    }
}
