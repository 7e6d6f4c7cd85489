package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CommandId;
import io.rookery.events.CommandType;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.event.OutcomeLog;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a session comes to its owner. */
class TakeoverTest {
    @Test
    void somebodyElseHasIt_endsTheHost() {
        var host = HostHarness.started()
                .on(Effect.Claim.class, it -> Optional.of(new Input.Claimed(new Input.Answer.Gone<>(), 0)))
                .begin();
        assertThat(host.ended).isEqualTo(Effect.Reason.NOT_CLAIMED);
    }

    @Test
    void noEpochCanBeTaken_endsTheHost_beforeAnyBrowserStarts() {
        var host = HostHarness.started()
                .on(Effect.TakeEpoch.class, it -> Optional.of(new Input.EpochTaken(new Input.Answer.Nothing<>())))
                .begin();
        assertThat(host.ended).isEqualTo(Effect.Reason.NO_EPOCH);
        assertThat(host.effects(Effect.Abandon.class)).hasSize(1);
        assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
    }

    @Test
    void aPublishedOutcomeOfThePredecessor_isAdoptedAndWritten_andItsCommandNotRepeated() {
        var host = HostHarness.orphaned();
        host.earlierOutcomes.add(Answers.entry(7, 1, 10, "c10"));
        host.ready();
        assertThat(host.effects(Effect.Complete.class))
                .containsExactly(new Effect.Complete(10, Mode.OPEN, 7, new CommandId("c10"), null));
        assertThat(host.effects(Effect.Follow.class)).containsExactly(new Effect.Follow(11));
    }

    @Test
    void aRefusalOfAWrongCommandByAdmission_saysNothingOfTheSession_andHidesNoCommandBeforeIt() {
        var host = HostHarness.orphaned();
        var refusal = new Event.Outcome(
                OutcomeStatus.REJECTED, "INVALID_COMMAND", "to is missing", "type", 0, "11", null, Map.of());
        host.earlierOutcomes.add(new OutcomeLog.Entry(7, null, new CommandId("c11"), refusal));
        host.ready();
        assertThat(host.effects(Effect.Follow.class)).containsExactly(new Effect.Follow(10));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
    }

    @Test
    void anOutcomeThatAZombiePublishedBehindAFence_isNotAdopted() {
        var host = HostHarness.orphaned();
        host.earlierOutcomes.add(new OutcomeLog.Entry(6, new Epoch(3), null, null));
        host.earlierOutcomes.add(Answers.entry(7, 2, 10, "c10"));
        host.ready();
        assertThat(host.effects(Effect.Follow.class)).containsExactly(new Effect.Follow(10));
    }

    @Test
    void theFenceIsPublishedBeforeAnythingIsRead_andBothBeforeTheBrowserStarts() {
        var host = HostHarness.orphaned().ready();
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.TellFence
                        || it instanceof Effect.ReadOutcomes
                        || it instanceof Effect.OpenPage)
                .extracting(Object::getClass)
                .containsExactly(Effect.TellFence.class, Effect.ReadOutcomes.class, Effect.OpenPage.class);
    }

    @Test
    void aSessionThatWasReady_getsNoQr() {
        var host = HostHarness.orphaned().ready();
        assertThat(host.states())
                .containsExactly(SessionState.INITIALIZING, SessionState.AUTHENTICATED, SessionState.READY);
        assertThat(host.effects(Effect.OpenPage.class)).allMatch(Effect.OpenPage::linked);
    }

    @Test
    void whatIsFoundClosed_isGivenUpAgain() {
        var host = HostHarness.orphaned();
        host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 9, SessionState.CLOSED);
        host.begin();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
    }

    @Test
    void aDestroyWhoseOutcomeIsAdopted_isFinished() {
        var host = HostHarness.orphaned();
        var outcome = new Event.Outcome(
                OutcomeStatus.SUCCEEDED, "OK", null, CommandType.DESTROY.type(), 0, "10", Mode.CLOSING, Map.of());
        host.earlierOutcomes.add(new OutcomeLog.Entry(7, new Epoch(1), new CommandId("c10"), outcome));
        host.begin();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertThat(host.states()).last().isEqualTo(SessionState.DESTROYED);
        assertThat(host.profileStored).isFalse();
    }

    @Test
    void whatIsFoundDestroyed_isPurgedBeforeItIsGivenUp() {
        var host = HostHarness.orphaned();
        host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 9, SessionState.DESTROYED);
        host.begin();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertThat(host.profileStored).isFalse();
    }
}
