package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.lease.LeaseStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an owner without a free slot answers, and what it leaves. */
class SettlingTest {
    @Test
    void aCloseThatWaits_isAnswered_andWhatStandsBeforeIt() {
        var host = HostHarness.withoutSlot(12, 12).begin();
        host.command("first", Answers.HELLO).command("second", Answers.HELLO).command("close", new Command.Close());
        assertThat(host.outcomes())
                .extracting(Event.Outcome::status)
                .containsExactly(OutcomeStatus.UNKNOWN, OutcomeStatus.REJECTED, OutcomeStatus.SUCCEEDED);
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertThat(host.states()).last().isEqualTo(SessionState.CLOSED);
        assertNoBrowser(host);
    }

    @Test
    void nothingIsDecided_beforeEverythingIsInView() {
        var host = HostHarness.withoutSlot(11, -1).begin();
        host.command("first", Answers.HELLO).pass(Duration.ofSeconds(2));
        assertThat(host.outcomes()).isEmpty();
        assertThat(host.ended).isNull();
        host.command("destroy", new Command.Destroy());
        assertThat(host.outcomes()).hasSize(2);
    }

    @Test
    void aDestroy_deletesTheProfile_withoutABrowser() {
        var host = HostHarness.withoutSlot(10, 10).begin().command("destroy", new Command.Destroy());
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.profileStored).isFalse();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertNoBrowser(host);
    }

    @Test
    void aLogOutOfALinkedSession_needsABrowser_andFails() {
        var host = HostHarness.withoutSlot(10, 10).begin().command("logout", new Command.LogOut());
        assertThat(host.lastOutcome().code()).isEqualTo("LOGOUT_FAILED");
        assertThat(host.profileStored).isTrue();
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertNoBrowser(host);
    }

    @Test
    void whatIsPastItsDeadline_isExpired_andTheRestIsLeft() {
        var host = HostHarness.withoutSlot(11, -1).begin();
        host.command("late", Answers.HELLO, host.wall().minusSeconds(1)).command("early", Answers.HELLO);
        assertThat(host.outcomes()).extracting(Event.Outcome::status).containsExactly(OutcomeStatus.UNKNOWN);
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.states()).as("it waits as before").isEmpty();
        var left = host.effects(Effect.Release.class).getLast().waiting();
        assertThat(left)
                .isEqualTo(new LeaseStore.Waiting(
                        11, -1, -1, host.wall().plus(Duration.ofHours(24)).toEpochMilli()));
        assertNoBrowser(host);
    }

    @Test
    void aStartThatNothingEnds_isLeftToAWorkerWithASlot() {
        var host = HostHarness.startedWithoutSlot(0, -1).begin().command("start", new Command.Start(null));
        assertThat(host.outcomes()).isEmpty();
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        var left = host.effects(Effect.Release.class).getLast().waiting();
        assertThat(left).isNotNull();
        assertThat(left.starting()).isZero();
    }

    @Test
    void aStartThatIsEndedBehindIt_fails_andTheSessionIsGivenUp() {
        var host = HostHarness.startedWithoutSlot(1, 1).begin();
        host.command("start", new Command.Start(null)).command("close", new Command.Close());
        assertThat(host.outcomes())
                .extracting(Event.Outcome::code)
                .containsExactly("NO_FREE_SLOT", "SESSION_NOT_RUNNING");
        assertThat(host.outcomes()).extracting(Event.Outcome::mode).containsOnly(Mode.CLOSING);
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    private static void assertNoBrowser(HostHarness host) {
        assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
    }
}
