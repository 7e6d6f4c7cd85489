package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a host does when something fails, and when its worker is drained. */
class FailingTest {
    @Test
    void aLostLease_endsTheHostAtOnce() {
        var host = HostHarness.started().ready().feed(new Input.LeaseLost());
        assertThat(host.ended).isEqualTo(Effect.Reason.LOST);
    }

    @Test
    void aDrain_closesTheBrowser_stores_andReleases() {
        var host = HostHarness.started().ready().feed(new Input.Drain());
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.ClosePage
                        || it instanceof Effect.StoreClosed
                        || it instanceof Effect.Release)
                .extracting(Object::getClass)
                .containsExactly(Effect.ClosePage.class, Effect.StoreClosed.class, Effect.Release.class);
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
    }

    @Test
    void aDrainLeavesACommandThatHasNotBegun_toTheNextOwner() {
        var host = HostHarness.orphaned().begin().command("s1", Answers.HELLO).feed(new Input.Drain());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void aCrashedBrowser_isOpenedAgain_onTheSameProfile() {
        var host = HostHarness.started()
                .ready()
                .page(new PageEvent.Crashed("gone"))
                .pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2);
        assertThat(host.effects(Effect.Restore.class)).hasSize(1);
        assertThat(host.states()).contains(SessionState.DISCONNECTED);
    }

    @Test
    void aDrainOfALoggedOutSession_leavesItLoggedOut() {
        var host = HostHarness.started().ready().pass(Duration.ofSeconds(3));
        host.page(new PageEvent.LoggedOut("removed")).feed(new Input.Drain());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
    }

    @Test
    void whatWasToldBeforeADrain_isPublishedBeforeTheSessionIsReleased() {
        var host = HostHarness.started().ready().on(Effect.Flush.class, it -> Optional.empty());
        host.feed(new Input.Drain()).pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.Release.class)).isEmpty();
        host.feed(new Input.Flushed());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
    }

    @Test
    void aStartThatWaitsForTheStore_doesNotHoldUpADrain() {
        var host = HostHarness.started()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(new Input.RestoreResult.Unavailable("away"))));
        host.begin().command("start", new Command.Start(null)).feed(new Input.Drain());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void aProfileThatACrashHasBroken_isNotStoredOverTheGoodOne() {
        var host = HostHarness.started().ready().pass(Duration.ofSeconds(8));
        host.page(new PageEvent.Crashed("gone")).pass(Duration.ofSeconds(1));
        host.page(new PageEvent.ProfileBroken("no sentinel")).pass(Duration.ofSeconds(90));
        assertThat(host.effects(Effect.StoreClosed.class)).isEmpty();
        assertThat(host.effects(Effect.Checkpoint.class)).hasSize(1);
        assertThat(host.states()).last().isEqualTo(SessionState.FAILED);
    }

    @Test
    void aStoreThatIsAwayAtARestore_isNoReasonForAQr() {
        var host = HostHarness.orphaned()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(new Input.RestoreResult.Unavailable("away"))));
        host.begin().pass(Duration.ofSeconds(5));
        assertThat(host.states()).last().isEqualTo(SessionState.QUEUED);
        assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
        host.normally(Effect.Restore.class).pass(Duration.ofSeconds(3));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1).allMatch(Effect.OpenPage::linked);
    }

    @Test
    void aKeyThatIsMissingAtARestore_isToldAsThat_andTriedAgain_andIsNoReasonForAQr() {
        var host = HostHarness.orphaned()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(
                                new Input.RestoreResult.Unavailable("KEY_UNAVAILABLE", "no master key"))));
        host.begin().pass(Duration.ofSeconds(5));
        assertThat(host.states()).last().isEqualTo(SessionState.QUEUED);
        assertThat(host.effects(Effect.Restore.class)).hasSizeGreaterThan(1);
        assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
        assertThat(host.effects(Effect.Purge.class)).isEmpty();
        host.normally(Effect.Restore.class).pass(Duration.ofSeconds(3));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1).allMatch(Effect.OpenPage::linked);
    }

    @Test
    void aCheckpointThatTookTheNewestOnesPlace_isTold() {
        var host = HostHarness.orphaned()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(
                                new Input.RestoreResult.Ready(true, "file is missing in the store: x", null))));
        host.begin();
        assertThat(host.events)
                .filteredOn(it -> it instanceof Event.Status status && "PROFILE_PREDECESSOR".equals(status.reason()))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.type(Event.Status.class))
                .satisfies(status -> {
                    assertThat(status.state()).isEqualTo(SessionState.INITIALIZING);
                    assertThat(status.text()).contains("file is missing in the store: x");
                });
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1).allMatch(Effect.OpenPage::linked);
    }

    @Test
    void aDamagedProfile_isFailed_andNothingIsStoredOrDeleted() {
        var host = HostHarness.orphaned()
                .begin()
                .page(new PageEvent.ProfileBroken("no sentinel"))
                .pass(Duration.ofSeconds(5));
        assertThat(host.states()).last().isEqualTo(SessionState.FAILED);
        assertThat(host.effects(Effect.StoreClosed.class)).isEmpty();
        assertThat(host.effects(Effect.Purge.class)).isEmpty();
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN); // a predecessor may have sent it
    }

    @Test
    void aDeviceThatThePhoneHasRemoved_isPurged_andAStartAsksForANewCode() {
        var host = HostHarness.started().ready().pass(Duration.ofSeconds(3));
        host.page(new PageEvent.LoggedOut("removed"));
        assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
        assertThat(host.profileStored).isFalse();
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_LOGGED_OUT");
        host.command("again", new Command.Start(null));
        assertThat(host.effects(Effect.OpenPage.class)).last().matches(it -> !it.linked());
    }

    @Test
    void soonAfterPairing_theProfileIsStored_andEveryMinuteAfterwards() {
        var host = HostHarness.started().ready().pass(Duration.ofSeconds(8));
        assertThat(host.effects(Effect.Checkpoint.class)).hasSize(1);
        host.pass(Duration.ofSeconds(61));
        assertThat(host.effects(Effect.Checkpoint.class)).hasSize(2);
    }
}
