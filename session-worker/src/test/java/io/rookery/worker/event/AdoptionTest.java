package io.rookery.worker.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdoptionTest {

    @Test
    void anOutcomeOfALowerEpochBehindAFence_isVoid() {
        var entries = List.of(outcome(0, 1, 5), fence(1, 2), outcome(2, 1, 6), outcome(3, 2, 6));
        assertThat(positions(entries, Epoch.NONE)).containsExactly(0L, 3L);
    }

    @Test
    void theFloorVoidsWhatAZombieWroteBehindTheKnownPosition() {
        assertThat(positions(List.of(outcome(7, 1, 5), outcome(8, 3, 6)), new Epoch(2)))
                .containsExactly(8L);
    }

    @Test
    void admissionsOutcomesHaveNoEpoch_andCount() {
        assertThat(positions(List.of(fence(0, 4), outcome(1, null, 5)), Epoch.NONE))
                .containsExactly(1L);
    }

    private static List<Long> positions(List<OutcomeLog.Entry> entries, Epoch floor) {
        return Adoption.effective(entries, floor).stream()
                .map(OutcomeLog.Entry::position)
                .toList();
    }

    private static OutcomeLog.Entry fence(long position, int epoch) {
        return new OutcomeLog.Entry(position, new Epoch(epoch), null, null);
    }

    private static OutcomeLog.Entry outcome(long position, @Nullable Integer epoch, long offset) {
        var outcome = new Event.Outcome(
                OutcomeStatus.SUCCEEDED, "OK", null, "type", 0, Long.toString(offset), Mode.OPEN, Map.of());
        return new OutcomeLog.Entry(
                position, epoch == null ? null : new Epoch(epoch), new CommandId("c" + offset), outcome);
    }
}
