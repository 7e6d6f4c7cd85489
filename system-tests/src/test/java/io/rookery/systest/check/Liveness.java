package io.rookery.systest.check;

import io.rookery.events.EventMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** With a free slot anywhere, a session that should run is owned within a lease and five seconds after nothing keeps it from that; and it carries commands out again. */
public final class Liveness implements Invariant {
    private final Duration limit;

    /** @param slack what the limit is multiplied with */
    Liveness(int slack) {
        limit = Checker.TTL.plusSeconds(5).multipliedBy(slack);
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<String> found = new ArrayList<>();
        List<Duration> times = new ArrayList<>();
        for (Blow blow : evidence.blows()) {
            if (blow.recovered() == null) found.add("not every session carries out commands after the " + blow);
            if (!blow.alone() || !blow.fault().kind().hitsWorker()) continue;
            blow.owned().forEach((session, epoch) -> {
                Optional<Instant> owned =
                        Sessions.nextOwner(evidence.events(), session, epoch).map(EventMessage::time);
                // A short pause, or an owner that had it all the time.
                boolean taken = owned.isPresent()
                        && (blow.recovered() == null || owned.get().isBefore(blow.recovered()));
                if (taken) times.add(Duration.between(blow.hit(), owned.get()));
                if (taken && times.getLast().compareTo(limit) > 0)
                    found.add("%s was without an owner for %d ms after the %s"
                            .formatted(session, times.getLast().toMillis(), blow));
            });
        }
        return new Verdict(
                "I12", "owned again, and at work", evidence.blows().size() + times.size(), found, times, limit, "");
    }
}
