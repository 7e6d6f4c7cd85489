package io.rookery.systest.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A worker that is told to stop hands each of its sessions over within half a minute, and ends. */
public final class Drained implements Invariant {
    private final Duration limit;

    /** @param slack what the limit is multiplied with */
    Drained(int slack) {
        limit = Duration.ofSeconds(30).multipliedBy(slack);
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<String> found = new ArrayList<>();
        List<Duration> times = new ArrayList<>();
        for (Blow blow : evidence.blows()) {
            if (!blow.is(Fault.Kind.WORKER_DRAIN)) continue;
            if (blow.ended() == null) {
                found.add(blow.target() + " did not end after the " + blow);
                continue;
            }
            if (!blow.alone()) continue;
            blow.owned().forEach((session, epoch) -> {
                Duration time = Sessions.nextOwner(evidence.events(), session, epoch)
                        .map(owner -> Duration.between(blow.hit(), owner.time()))
                        .orElse(null);
                if (time != null) times.add(time);
                if (time == null || time.compareTo(limit) > 0)
                    found.add("%s was not handed over in time after the %s".formatted(session, blow));
            });
        }
        return new Verdict("I13", "drain: handed over", times.size() + found.size(), found, times, limit, "");
    }
}
