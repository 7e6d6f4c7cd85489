package io.rookery.systest.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about a promise.
 *
 * @param id the invariant's number
 * @param promise in a few words
 * @param trials how often it could have been broken; zero: the run says nothing
 * @param violations one sentence for each time that it was broken, with what is needed to find it
 * @param times what was measured, where the promise is about time
 * @param limit of the times' 99th percentile; null where they are only shown
 * @param remark what else is to be known; empty where nothing is
 */
public record Verdict(
        String id,
        String promise,
        long trials,
        List<String> violations,
        List<Duration> times,
        @Nullable Duration limit,
        String remark) {
    public Verdict {
        violations = List.copyOf(violations);
        times = times.stream().sorted().toList();
    }

    static Verdict of(String id, String promise, long trials, List<String> violations) {
        return new Verdict(id, promise, trials, violations, List.of(), null, "");
    }

    /** Times with a limit: the 99th percentile beyond it is a violation, too. */
    static Verdict timed(
            String id, String promise, List<Duration> times, List<String> violations, @Nullable Duration limit) {
        var verdict = new Verdict(id, promise, times.size() + violations.size(), violations, times, limit, "");
        Duration p99 = verdict.quantile(0.99);
        if (p99 == null || limit == null || p99.compareTo(limit) <= 0) return verdict;
        List<String> found = new ArrayList<>(violations);
        found.add("p99 of %d is %d ms, more than %d ms".formatted(times.size(), p99.toMillis(), limit.toMillis()));
        return new Verdict(id, promise, verdict.trials(), found, times, limit, "");
    }

    public boolean isKept() {
        return violations.isEmpty();
    }

    /** @return null where nothing was measured */
    public @Nullable Duration quantile(double share) {
        return times.isEmpty() ? null : times.get(Math.max(0, (int) Math.ceil(share * times.size()) - 1));
    }
}
