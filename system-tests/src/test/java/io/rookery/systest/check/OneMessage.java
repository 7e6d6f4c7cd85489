package io.rookery.systest.check;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command shows at most once to the receiver, and exactly once where its outcome says that it succeeded. Texts are told apart, so each command needs a text of its own. */
public final class OneMessage implements Invariant {

    @Override
    public Verdict judge(Evidence evidence) {
        long sends = evidence.written().stream()
                .filter(written -> written.command() instanceof Command.SendMessage)
                .map(written -> Outcomes.key(written.session(), written.id()))
                .distinct()
                .count();
        return Verdict.of("I5", "one message", sends, violations(evidence));
    }

    private static List<String> violations(Evidence evidence) {
        List<String> found = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        Map<String, Set<String>> shown = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (LedgerEntry entry : evidence.ledger()) {
            String message = entry.from() + "/" + entry.messageId();
            if (entry.is("send")) texts.put(message, entry.text());
            if (!entry.is("deliver") || entry.from().equals(entry.account())) continue;
            if (!seen.add(entry.account() + "/" + entry.device() + "/" + message)) {
                found.add("message %s is shown again (ledger %d)".formatted(entry.messageId(), entry.seq()));
            }
            shown.computeIfAbsent(texts.getOrDefault(message, ""), any -> new HashSet<>())
                    .add(message);
        }
        judge(evidence, shown, found);
        return found;
    }

    private static void judge(Evidence evidence, Map<String, Set<String>> shown, List<String> found) {
        Map<String, Event.Outcome> outcomes = Outcomes.firstById(evidence.events());
        Set<String> judged = new HashSet<>();
        for (Written written : evidence.written()) {
            String key = Outcomes.key(written.session(), written.id());
            if (!(written.command() instanceof Command.SendMessage send) || !judged.add(key)) continue;
            int times = shown.getOrDefault(send.text(), Set.of()).size();
            if (times > 1) found.add("%s: its text was shown as %d messages".formatted(key, times));
            Event.Outcome outcome = outcomes.get(key);
            if (outcome == null) continue;
            if (outcome.status() == OutcomeStatus.SUCCEEDED && times == 0) {
                found.add("%s: it succeeded, but nobody was shown it".formatted(key));
            }
            if (outcome.status() == OutcomeStatus.REJECTED && times > 0) {
                found.add("%s: it was rejected, but somebody was shown it".formatted(key));
            }
        }
    }
}
