package io.rookery.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReaderFloorTest {
    private final ReaderFloor floor = new ReaderFloor(2);
    private long offset;

    @Test
    void anEventOfAnEpochThatIsOverIsDropped() {
        assertThat(passes(Told.status("alice", 2, 1, SessionState.READY))).isTrue();
        assertThat(passes(Told.status("alice", 1, 9, SessionState.READY))).isFalse();
        assertThat(passes(Told.status("alice", 2, 2, SessionState.READY))).isTrue();
        assertThat(passes(Told.status("bob", 1, 1, SessionState.READY))).isTrue();
    }

    @Test
    void aFenceMakesLaterOutcomesOfLowerEpochsVoid() {
        assertThat(passes(Told.outcome("alice", 1, "c1", OutcomeStatus.SUCCEEDED, "OK")))
                .isTrue();
        assertThat(passes(Told.fence("alice", 2))).isTrue();
        assertThat(passes(Told.outcome("alice", 1, "c2", OutcomeStatus.SUCCEEDED, "OK")))
                .isFalse();
        assertThat(passes(Told.outcome("alice", 2, "c2", OutcomeStatus.UNKNOWN, "LOST")))
                .isTrue();
    }

    @Test
    void newsOfTheNextEpochFromAnotherTopicDoNotMakeAnOutcomeVoid() {
        passes(Told.status("alice", 2, 1, SessionState.INITIALIZING));
        passes(Told.received("alice", 2, 2, "hello"));
        assertThat(passes(Told.outcome("alice", 1, "c1", OutcomeStatus.SUCCEEDED, "OK")))
                .isTrue();
    }

    @Test
    void aMessageOfTheEpochBeforeIsToldThoughTheFenceWasReadFirst() {
        passes(Told.fence("alice", 2));
        assertThat(passes(Told.received("alice", 1, 5, "hello"))).isTrue();
    }

    @Test
    void aFenceTakesCodesAndStatesOfLowerEpochsBack() {
        passes(Told.fence("alice", 2));
        assertThat(passes(Told.qr("alice", 1, 5, "code", Instant.MAX))).isFalse();
        assertThat(passes(Told.status("alice", 1, 6, SessionState.QR_READY))).isFalse();
    }

    @Test
    void whatIsVoidIsKnownByItsPlace_inWhateverOrderItIsLookedAt() {
        floor.passes(at(10, Told.outcome("alice", 1, "c1", OutcomeStatus.SUCCEEDED, "OK")));
        floor.passes(at(20, Told.fence("alice", 2)));
        floor.passes(at(30, Told.outcome("alice", 2, "c2", OutcomeStatus.SUCCEEDED, "OK")));
        assertThat(floor.makesVoid(at(19, Told.outcome("alice", 1, "c3", OutcomeStatus.SUCCEEDED, "OK"))))
                .isFalse();
        assertThat(floor.makesVoid(at(21, Told.outcome("alice", 1, "c3", OutcomeStatus.SUCCEEDED, "OK"))))
                .isTrue();
        assertThat(floor.makesVoid(at(21, Told.outcome("alice", 2, "c3", OutcomeStatus.SUCCEEDED, "OK"))))
                .isFalse();
        assertThat(floor.makesVoid(at(21, Told.outcome("bob", 1, "c3", OutcomeStatus.SUCCEEDED, "OK"))))
                .isFalse();
        assertThat(floor.makesVoid(at(99, Told.received("alice", 1, 5, "in another topic"))))
                .isFalse();
        assertThat(floor.makesVoid(at(99, Told.status("alice", 1, 5, SessionState.READY))))
                .isFalse();
    }

    private boolean passes(EventMessage message) {
        return floor.passes(at(++offset, message));
    }

    private static SessionEvent at(long offset, EventMessage message) {
        return new SessionEvent(EventType.of(message.event()).topic(), 0, offset, message, "");
    }
}
