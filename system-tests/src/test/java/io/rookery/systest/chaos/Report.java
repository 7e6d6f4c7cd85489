package io.rookery.systest.chaos;

import io.rookery.events.Event;
import io.rookery.systest.check.Evidence;
import io.rookery.systest.check.Verdict;
import io.rookery.systest.check.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param rate commands a second
 * @param answers of the gateway, by status and code
 * @param misfits records of the event topics that are no events
 */
public record Report(
        long seed,
        double rate,
        Evidence evidence,
        List<Verdict> verdicts,
        Map<String, Integer> answers,
        List<String> misfits) {
    /** With less a run shows nothing. */
    private static final double LEAST_RATE = 10;

    public boolean isVoid() {
        return rate < LEAST_RATE;
    }

    /** What was broken; empty where all was kept. */
    public List<String> violations() {
        List<String> all = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            verdict.violations().forEach(text -> all.add(verdict.id() + " " + verdict.promise() + ": " + text));
        }
        misfits.forEach(text -> all.add("a record is no event: " + text));
        return all;
    }

    public boolean isGood() {
        return !isVoid() && violations().isEmpty();
    }

    /** A table for people. */
    public String text() {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%nseed %d: %d faults, %d commands at %.1f/s%s, outcomes %s, answers of the gateway %s%n",
                seed,
                evidence.blows().size(),
                commands(),
                rate,
                isVoid() ? " – VOID, less than 10" : "",
                outcomes(),
                answers));
        text.append(String.format(
                "%-4s %-44s %8s %10s %9s %9s %9s%n", "", "", "trials", "violations", "p50", "p99", "limit"));
        for (Verdict verdict : verdicts) {
            text.append(String.format(
                    "%-4s %-44s %8d %10d %9s %9s %9s  %s%n",
                    verdict.id(),
                    verdict.promise(),
                    verdict.trials(),
                    verdict.violations().size(),
                    millis(verdict.quantile(0.5)),
                    millis(verdict.quantile(0.99)),
                    millis(verdict.limit()),
                    verdict.remark()));
        }
        violations()
                .forEach(
                        violation -> text.append("VIOLATION ").append(violation).append('\n'));
        return text.toString();
    }

    private static String millis(@Nullable Duration time) {
        return time == null ? "" : time.toMillis() + " ms";
    }

    private long commands() {
        return evidence.written().stream()
                .map((Written written) -> written.session() + "/" + written.id())
                .distinct()
                .count();
    }

    private Map<String, Integer> outcomes() {
        Map<String, Integer> counts = new TreeMap<>();
        evidence.events().forEach(taped -> {
            if (taped.message().event() instanceof Event.Outcome outcome)
                counts.merge(outcome.status() + " " + outcome.code(), 1, Integer::sum);
        });
        return counts;
    }

    void write(Journal journal) {
        for (Verdict verdict : verdicts) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("invariant", verdict.id());
            values.put("promise", verdict.promise());
            values.put("trials", verdict.trials());
            values.put("violations", verdict.violations());
            if (!verdict.remark().isEmpty()) values.put("remark", verdict.remark());
            if (!verdict.times().isEmpty())
                values.put(
                        "millis",
                        verdict.times().stream().map(Duration::toMillis).toList());
            journal.write("verdict", values);
        }
        journal.write(
                "run",
                Map.of(
                        "seed",
                        seed,
                        "faults",
                        evidence.blows().size(),
                        "commands",
                        commands(),
                        "commandsPerSecond",
                        rate,
                        "void",
                        isVoid(),
                        "outcomes",
                        outcomes(),
                        "answers",
                        answers,
                        "misfits",
                        misfits));
    }
}
