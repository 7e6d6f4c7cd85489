package io.rookery.worker.session;

import static io.rookery.worker.session.HostHarness.got;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.lease.LeaseStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A start that its owner carries out while the session closes: with options and a user that admission has not looked at. */
class StartingAnewTest {
    private static final Command.Start OF_USER =
            new Command.Start(null, null, null, Map.of("crm", "lead-8"), "user-2", null, null, OnConflict.REPLACE);

    @Test
    void itsOptions_areInTheRecord_beforeThePageIsOpened() {
        var host = closed().command("again", OF_USER);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        Effect.NoteStart note = host.effects(Effect.NoteStart.class).getFirst();
        assertThat(note.kept()).isEqualTo(OF_USER.kept(null));
        assertThat(note.onConflict()).isEqualTo(OnConflict.REPLACE);
        assertThat(note.cause()).hasToString("again");
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.NoteStart || it instanceof Effect.OpenPage)
                .extracting(Object::getClass)
                .endsWith(Effect.NoteStart.class, Effect.OpenPage.class);
        assertThat(lastRecord(host).start()).isEqualTo(OF_USER.kept(null));
    }

    @Test
    void whereTheUserHasAnother_itIsRejected_andTheSessionStaysClosed() {
        var host = closed().on(
                        Effect.NoteStart.class,
                        it -> Optional.of(new Input.StartNoted(got(Optional.of(Map.of("sessionId", "bob"))))));
        int opened = host.effects(Effect.OpenPage.class).size();
        host.command("again", OF_USER).pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().code()).isEqualTo("USER_HAS_SESSION");
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.CLOSING);
        assertThat(host.lastOutcome().result()).containsEntry("sessionId", "bob");
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(opened);
        assertThat(lastRecord(host).start()).isNotEqualTo(OF_USER.kept(null));
    }

    @Test
    void withoutAnAnswer_itIsAskedAgain_untilItExpires() {
        var host = closed().on(
                        Effect.NoteStart.class, it -> Optional.of(new Input.StartNoted(new Input.Answer.Nothing<>())));
        host.command("again", OF_USER, host.wall().plusSeconds(5)).pass(Duration.ofSeconds(2));
        assertThat(host.effects(Effect.NoteStart.class)).hasSizeGreaterThan(3);
        host.pass(Duration.ofSeconds(5));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
    }

    /** Else its answer would open a page again behind the drain, and the session would stay with a worker that takes no command of it any more. */
    @Test
    void aDrain_waitsForTheAnswer_andTheSessionIsReleased() {
        var host = closed().on(Effect.NoteStart.class, it -> Optional.empty());
        host.command("again", OF_USER).feed(new Input.Drain()).pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.Release.class)).isEmpty();
        host.feed(new Input.StartNoted(got(Optional.empty()))).pass(Duration.ofSeconds(1));
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
    }

    @Test
    void whereTheDeviceIsUnlinked_butItsPageIsStillOpen_anotherPageIsOpened_withoutTheOldCredentials() {
        var host = HostHarness.started().ready().on(Effect.Checkpoint.class, it -> Optional.empty());
        host.pass(Duration.ofMinutes(2)).page(new PageEvent.LoggedOut("removed"));
        assertThat(host.effects(Effect.ClosePage.class))
                .as("while a checkpoint is under way")
                .isEmpty();
        host.command("again", new Command.Start(null)).page(new PageEvent.LoggedOut("said twice"));
        host.feed(new Input.Stored(true)).pass(Duration.ofSeconds(1));
        assertThat(host.effects)
                .filteredOn(it ->
                        it instanceof Effect.ClosePage || it instanceof Effect.Purge || it instanceof Effect.OpenPage)
                .extracting(it -> it.getClass().getSimpleName())
                .containsExactly("OpenPage", "ClosePage", "Purge", "OpenPage");
        assertThat(host.effects(Effect.OpenPage.class)).last().matches(it -> !it.linked());
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.states()).last().isEqualTo(SessionState.INITIALIZING);
    }

    @Test
    void aStartThatSaysNothingNew_isNotNoted_andTheSessionStaysItsUsers() {
        var host = HostHarness.started()
                .startedWith(CloudEventCodec.writeStart(new Command.Start(null).withUser("user-1")))
                .ready();
        assertThat(host.effects(Effect.NoteStart.class)).isEmpty();
        assertThat(lastRecord(host).start()).isEqualTo(new Command.Start(null).withUser("user-1"));
    }

    @Test
    void aRunningSession_keepsWhatItWasStartedWith() {
        var host = HostHarness.started().ready().command("again", OF_USER);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects(Effect.NoteStart.class)).isEmpty();
    }

    @Test
    void aDestroyedSession_isNobodys_alsoWhereItIsStartedAgainAtOnce() {
        var host = HostHarness.started()
                .startedWith(CloudEventCodec.writeStart(new Command.Start(null).withUser("user-1")))
                .ready()
                .on(Effect.LogOut.class, it -> Optional.of(new Input.LogOutAnswered(Answers.done())))
                .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(got(LeaseStore.GiveUp.MORE))));
        host.command("destroy", new Command.Destroy()).command("again", new Command.Start(null));
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
        assertThat(lastRecord(host).start()).isEqualTo(new Command.Start(null));
    }

    /** Closed, but not given up yet: admission has let something in. */
    private static HostHarness closed() {
        return HostHarness.started()
                .ready()
                .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(got(LeaseStore.GiveUp.MORE))))
                .command("close", new Command.Close());
    }

    private static Event.SessionRecord lastRecord(HostHarness host) {
        return host.events.stream()
                .filter(Event.SessionRecord.class::isInstance)
                .map(Event.SessionRecord.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
