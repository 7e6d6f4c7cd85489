package io.rookery.systest.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it was carried out.
 *
 * @param target the part that was hit
 * @param owned the sessions that the target had, with their epochs; empty where it is no worker
 * @param hit just before the first signal
 * @param ended when the last process of a worker that was told to end had gone; null where none was
 * @param healed when what was away was back; for the loss of a worker the hit itself, because others can take over
 * @param recovered when every session had carried out a command that was written after it had healed; null where that never happened
 * @param alone nothing else was wrong at the same time, so its times count
 */
public record Blow(
        Fault fault,
        String target,
        Map<String, Integer> owned,
        Instant hit,
        @Nullable Instant ended,
        Instant healed,
        @Nullable Instant recovered,
        boolean alone) {

    private static final Duration AFTERMATH = Duration.ofSeconds(5);

    public Blow {
        owned = Map.copyOf(owned);
    }

    public Blow recoveredAt(Instant moment) {
        return new Blow(fault, target, owned, hit, ended, healed, moment, alone);
    }

    public boolean is(Fault.Kind kind) {
        return fault.kind() == kind;
    }

    /** Whether something was wrong at some moment between the two, or what had piled up meanwhile was still on its way. */
    public boolean disturbs(Instant from, Instant to) {
        return !to.isBefore(hit) && (recovered == null || !from.isAfter(recovered.plus(AFTERMATH)));
    }

    @Override
    public String toString() {
        return fault + " of " + target + " at " + hit;
    }
}
