package io.rookery.worker.simulation;

import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The messages of one command, most often one: which of them were shown, and what was said of each. */
final class Parts {
    private final int size;
    private final BitSet shown = new BitSet();
    private final Set<Epoch> owners = new HashSet<>();
    private final Map<Epoch, Integer> lastOf = new HashMap<>();
    private @Nullable List<OutcomeStatus> statuses;

    Parts(int size) {
        this.size = size;
    }

    /** Whether one owner has shown some of them, and another owner others. */
    boolean wereMoved() {
        return owners.size() > 1;
    }

    void shown(int part, Epoch by) {
        if (shown.get(part)) throw new Violation("I5", "message %d of %d is shown twice".formatted(part, size));
        shown.set(part);
        owners.add(by);
        Integer before = lastOf.put(by, part);
        if (before != null && before > part)
            throw new Violation("I6", "message %d of a bulk is shown after message %d".formatted(part, before));
    }

    /** What an outcome says of each; of one without items the same of all. */
    void answered(Event.Outcome outcome) {
        List<OutcomeStatus> said = outcome.items() == null
                ? IntStream.range(0, size).mapToObj(any -> outcome.status()).toList()
                : outcome.items().stream()
                        .map(it -> OutcomeStatus.valueOf(
                                String.valueOf(it.get("status")).toUpperCase(Locale.ROOT)))
                        .toList();
        if (statuses == null) statuses = said;
        else if (!statuses.equals(said))
            throw new Violation("I4", "two outcomes of the parts: %s, and then %s".formatted(statuses, said));
        if (outcome.items() != null) checkTotals(outcome.items(), said, outcome.result());
    }

    private void checkTotals(List<Map<String, Object>> items, List<OutcomeStatus> said, Map<String, String> result) {
        List<Object> numbers = items.stream().map(it -> it.get("index")).toList();
        if (!numbers.equals(IntStream.range(0, size).boxed().toList()))
            throw new Violation("I4", "%d messages, but told of %s".formatted(size, numbers));
        long succeeded =
                said.stream().filter(it -> it == OutcomeStatus.SUCCEEDED).count();
        if (!Integer.toString(size).equals(result.get("total"))
                || !Long.toString(succeeded).equals(result.get("succeeded")))
            throw new Violation("I4", "%s of %s succeeded, but of %s".formatted(succeeded, size, result));
    }

    /** What was said of one against what became of it; null where it agrees, or nothing was said yet. */
    @Nullable String contradiction() {
        if (statuses == null) return null;
        for (int part = 0; part < size; part++) {
            switch (statuses.get(part)) {
                case REJECTED, FAILED, EXPIRED -> {
                    if (shown.get(part)) return ", but message %d is shown".formatted(part);
                }
                case SUCCEEDED -> {
                    if (!shown.get(part)) return ", but message %d is not shown".formatted(part);
                }
                case UNKNOWN -> {
                    // whichever
                }
            }
        }
        return null;
    }
}
