package io.rookery.systest.check;

import io.rookery.events.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands of a session take effect in the order of their offsets: first at WhatsApp's server, and so at the receiver. */
public final class InOrder implements Invariant {

    @Override
    public Verdict judge(Evidence evidence) {
        long sends =
                evidence.ledger().stream().filter(entry -> entry.is("send")).count();
        return Verdict.of("I6", "order", sends, violations(evidence));
    }

    private static List<String> violations(Evidence evidence) {
        Map<String, Written> commands = new HashMap<>();
        for (Written written : evidence.written()) {
            if (written.partition() >= 0 && written.command() instanceof Command.SendMessage send) {
                commands.merge(send.text(), written, (one, other) -> one.offset() <= other.offset() ? one : other);
            }
        }
        List<String> found = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        for (LedgerEntry entry : evidence.ledger()) {
            String message = entry.from() + "/" + entry.messageId();
            boolean first = entry.is("send") && texts.putIfAbsent(message, entry.text()) == null;
            if (!first && !entry.is("deliver")) continue;
            Written written = commands.get(texts.getOrDefault(message, ""));
            if (written == null) continue;
            String line = entry.type() + " of " + written.session() + " at " + entry.account() + "/" + place(entry);
            Long before = last.put(line, written.offset());
            if (before != null && written.offset() < before) {
                found.add("%s: the command at offset %d came after the one at %d (ledger %d)"
                        .formatted(line, written.offset(), before, entry.seq()));
            }
        }
        return found;
    }

    /** What sends may be another device after a new link; who is shown something is looked at one by one. */
    private static String place(LedgerEntry entry) {
        return entry.is("send") ? "server" : entry.device();
    }
}
