package io.rookery.systest.check;

import io.rookery.events.EventMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long a session is without an owner, and until it is READY again. Counts blows that came alone. */
public final class FailOver implements Invariant {
    private final String promise;
    private final Fault.Kind kind;
    private final Measure measure;
    private final Duration limit;

    private FailOver(String promise, Fault.Kind kind, Measure measure, int seconds) {
        this.promise = promise;
        this.kind = kind;
        this.measure = measure;
        this.limit = Duration.ofSeconds(seconds);
    }

    /** A time of one session that was taken from its owner; empty where it never came. */
    private interface Measure {
        Optional<Duration> of(Evidence evidence, Blow blow, String session, int epoch);
    }

    /** @param slack what the limits are multiplied with */
    static List<Invariant> all(int slack) {
        return List.of(
                new FailOver("crash, started again at home: READY", Fault.Kind.WORKER_KILL, FailOver::ready, 8 * slack),
                new FailOver("lost host: new owner", Fault.Kind.HOST_LOST, FailOver::owner, 17 * slack),
                new FailOver(
                        "lost host: READY after the new owner",
                        Fault.Kind.HOST_LOST,
                        FailOver::fromOwnerToReady,
                        6 * slack),
                // The old page's end is before its profile is stored, so this is more than the wait for the new owner.
                new FailOver(
                        "drain: new owner after the old page",
                        Fault.Kind.WORKER_DRAIN,
                        FailOver::fromOldPageToOwner,
                        2 * slack),
                new FailOver(
                        "drain: READY after the new owner",
                        Fault.Kind.WORKER_DRAIN,
                        FailOver::fromOwnerToReady,
                        6 * slack));
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<Duration> times = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Blow blow : evidence.blows()) {
            if (!blow.is(kind) || !blow.alone()) continue;
            blow.owned()
                    .forEach((session, epoch) -> measure.of(evidence, blow, session, epoch)
                            .ifPresentOrElse(
                                    times::add, () -> missing.add("%s: never after the %s".formatted(session, blow))));
        }
        return Verdict.timed("I7", promise, times, missing, limit);
    }

    private static Optional<Duration> owner(Evidence evidence, Blow blow, String session, int epoch) {
        return Sessions.nextOwner(evidence.events(), session, epoch).map(it -> Duration.between(blow.hit(), it.time()));
    }

    private static Optional<Duration> ready(Evidence evidence, Blow blow, String session, int epoch) {
        return Sessions.nextReady(evidence.events(), session, epoch).map(it -> Duration.between(blow.hit(), it));
    }

    private static Optional<Duration> fromOwnerToReady(Evidence evidence, Blow blow, String session, int epoch) {
        return Sessions.nextOwner(evidence.events(), session, epoch)
                .map(EventMessage::time)
                .flatMap(owned -> Sessions.nextReady(evidence.events(), session, epoch)
                        .map(ready -> Duration.between(owned, ready)));
    }

    private static Optional<Duration> fromOldPageToOwner(Evidence evidence, Blow blow, String session, int epoch) {
        Instant gone = evidence.ledger().stream()
                .filter(it ->
                        it.session().equals(session) && Integer.valueOf(epoch).equals(it.epoch()))
                .filter(it -> it.is("disconnect"))
                .map(LedgerEntry::at)
                .reduce(blow.hit(), (one, other) -> other);
        return Sessions.nextOwner(evidence.events(), session, epoch).map(it -> Duration.between(gone, it.time()));
    }
}
