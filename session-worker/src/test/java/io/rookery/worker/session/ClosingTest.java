package io.rookery.worker.session;

import static io.rookery.worker.session.HostHarness.got;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.lease.LeaseStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a session is closed, logged out, destroyed and given up. */
class ClosingTest {
    @Test
    void aClose_storesTheProfileOfTheClosedBrowser_thenAnswers_thenGivesUp() {
        var host = HostHarness.started().ready().command("close", new Command.Close());
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.ClosePage
                        || it instanceof Effect.StoreClosed
                        || it instanceof Effect.GiveUp)
                .extracting(Object::getClass)
                .containsExactly(Effect.ClosePage.class, Effect.StoreClosed.class, Effect.GiveUp.class);
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.CLOSING);
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertThat(host.states()).last().isEqualTo(SessionState.CLOSED);
        assertThat(host.profileStored).isTrue();
    }

    @Test
    void whileTheStoreIsAway_aCloseWaits_andNothingIsLost() {
        var host =
                HostHarness.started().ready().on(Effect.StoreClosed.class, it -> Optional.of(new Input.Stored(false)));
        host.command("close", new Command.Close()).pass(Duration.ofSeconds(10));
        assertThat(host.outcomes()).hasSize(1);
        host.normally(Effect.StoreClosed.class).pass(Duration.ofSeconds(3));
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    @Test
    void whatAdmissionLetInMeanwhile_isAnsweredBeforeTheSessionIsGivenUp() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(got(LeaseStore.GiveUp.MORE))));
        host.command("close", new Command.Close()).command("late", Answers.HELLO);
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_RUNNING");
        host.normally(Effect.GiveUp.class).pass(Duration.ofSeconds(1));
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    @Test
    void aGiveUpWithoutAnAnswer_isOnlyRepeated() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(new Input.Answer.Nothing<>())));
        host.command("close", new Command.Close())
                .command("late", Answers.HELLO)
                .pass(Duration.ofSeconds(2));
        assertThat(host.outcomes()).hasSize(2);
        assertThat(host.effects(Effect.GiveUp.class))
                .hasSizeGreaterThan(2)
                .containsOnly(host.effects(Effect.GiveUp.class).getFirst());
    }

    @Test
    void aStartThatComesWhileTheSessionCloses_opensItAgain() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(got(LeaseStore.GiveUp.MORE))));
        host.command("close", new Command.Close()).command("again", new Command.Start(null));
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void aLogOut_unlinksTheDevice_andDeletesTheProfileAfterItsOutcome() {
        var host = HostHarness.started()
                .ready()
                .pass(Duration.ofSeconds(3))
                .on(Effect.LogOut.class, it -> Optional.of(new Input.LogOutAnswered(Answers.done())));
        host.command("logout", new Command.LogOut());
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.TellOutcome || it instanceof Effect.Purge)
                .last()
                .isInstanceOf(Effect.Purge.class);
        assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
        assertThat(host.profileStored).isFalse();
    }

    @Test
    void aStartBehindALogOut_findsNoCredentials() {
        var host = HostHarness.started()
                .ready()
                .pass(Duration.ofSeconds(8))
                .on(Effect.LogOut.class, it -> Optional.empty());
        host.command("logout", new Command.LogOut()).command("again", new Command.Start(null));
        host.feed(new Input.LogOutAnswered(Answers.done())).pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2).last().matches(it -> !it.linked());
    }

    @Test
    void aLogOutThatWhatsAppDoesNotAnswer_fails_andKeepsTheCredentials() {
        var host = HostHarness.started().ready().pass(Duration.ofSeconds(3));
        host.command("logout", new Command.LogOut()).pass(Duration.ofSeconds(40));
        assertThat(host.lastOutcome().code()).isEqualTo("LOGOUT_FAILED");
        assertThat(host.effects(Effect.Purge.class)).isEmpty();
    }

    @Test
    void aDestroyOfAStoppedSession_opensItsPageToUnlinkTheDevice() {
        var host = HostHarness.orphaned();
        host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 10, SessionState.CLOSED);
        host.on(Effect.LogOut.class, it -> Optional.of(new Input.LogOutAnswered(Answers.done())));
        host.begin().command("destroy", new Command.Destroy()).page(new PageEvent.Ready(HostHarness.ACCOUNT));
        assertThat(host.effects(Effect.LogOut.class)).hasSize(1);
        assertThat(host.states()).last().isEqualTo(SessionState.DESTROYED);
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        assertThat(host.profileStored).isFalse();
    }
}
