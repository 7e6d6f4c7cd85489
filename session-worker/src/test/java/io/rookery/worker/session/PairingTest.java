package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandMessage;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.PageEvent;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** For how long codes are offered, and what becomes of a session that nobody links. */
class PairingTest {
    private static final Duration WINDOW = HostSettings.DEFAULT.lifecycle().pairingWindow();

    @Test
    void aWindowThatPassesUnattended_opensThePageAnew_andSaysSo() {
        var host = asking().pass(WINDOW.minusSeconds(1));
        assertThat(host.effects(Effect.ClosePage.class)).isEmpty();
        host.pass(Duration.ofSeconds(2));
        assertThat(host.effects(Effect.ClosePage.class)).hasSize(1);
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2).allMatch(it -> !it.linked());
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.INITIALIZING);
        assertThat(lastStatus(host).reason()).isEqualTo("PAIRING_WINDOW_OVER");
        assertThat(host.states()).containsSubsequence(SessionState.QR_READY, SessionState.INITIALIZING);
    }

    @Test
    void aNewCodeOfThePage_doesNotProlongTheWindow() {
        var host = asking().pass(Duration.ofMinutes(3));
        shown(host).pass(WINDOW.minus(Duration.ofMinutes(3)).plusSeconds(1));
        assertThat(host.effects(Effect.ClosePage.class)).hasSize(1);
    }

    /** As the gateway asks for it: what waits for its phone is closed, and shows letters when it is started again. */
    @Test
    void aSessionThatShowsAQrCode_showsLettersInItsPlace() {
        var letters = new Command.Pairing(Command.Method.CODE, "+491700000001");
        var host = asking().offered("close", new Command.Close(true), null, null)
                .command("letters", new Command.Start(letters));
        assertThat(host.outcomes())
                .extracting(Event.Outcome::status)
                .containsOnly(OutcomeStatus.SUCCEEDED)
                .hasSize(3);
        assertThat(host.states()).doesNotContain(SessionState.CLOSED).endsWith(SessionState.INITIALIZING);
        assertThat(host.effects(Effect.OpenPage.class).getLast().options().pairing())
                .isEqualTo(letters);
    }

    @Test
    void whoClosesWhatNoPhoneHasLinked_isNoTimeOut() {
        var host = asking().command("close", new Command.Close(true));
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.CLOSED);
        assertThat(lastStatus(host).reason()).isNull();
    }

    @Test
    void afterTheLastWindow_theSessionClosesItself_byACommandInTheLog() {
        var host = thirdWindowOver(asking());
        assertThat(host.submitted).singleElement().satisfies(it -> {
            assertThat(it.command()).isEqualTo(new Command.Close(true));
            assertThat(it.source()).isEqualTo(URI.create("/worker"));
            assertThat(it.id().value()).isEqualTo("pairing-timeout-1-1");
            assertThat(it.tenant()).isNotNull();
        });
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.CLOSING);
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.CLOSED);
        assertThat(lastStatus(host).reason()).isEqualTo("PAIRING_TIMEOUT");
        assertThat(host.events)
                .filteredOn(Event.SessionRecord.class::isInstance)
                .last()
                .extracting(it -> ((Event.SessionRecord) it).desired())
                .isEqualTo(Event.Desired.STOPPED);
        assertThat(host.effects(Effect.GiveUp.class)).hasSize(1);
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    @Test
    void whileKafkaIsAway_theCloseIsAppendedAgain_underTheSameId() {
        var host = asking().on(Effect.Submit.class, it -> Optional.of(new Input.Submitted(false)));
        thirdWindowOver(host).pass(Duration.ofSeconds(10));
        assertThat(host.effects(Effect.Submit.class))
                .hasSizeGreaterThan(3)
                .extracting(it -> it.command().id())
                .containsOnly(
                        host.effects(Effect.Submit.class).getFirst().command().id());
        assertThat(host.ended).isNull();
    }

    @Test
    void aCloseThatGotLost_isAskedForAgain_afterAnotherWindow() {
        var host = asking().on(Effect.Submit.class, it -> Optional.of(new Input.Submitted(true)));
        thirdWindowOver(host).normally(Effect.Submit.class).pass(WINDOW.plusSeconds(1));
        assertThat(host.submitted)
                .extracting(CommandMessage::id)
                .extracting(Object::toString)
                .containsExactly("pairing-timeout-1-2");
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    @Test
    void aPhoneThatLinksInTheLastMoment_keepsItsSession() {
        var host = asking().on(Effect.Submit.class, it -> Optional.of(new Input.Submitted(true)));
        thirdWindowOver(host);
        host.page(new PageEvent.Authenticated()).page(new PageEvent.Ready(HostHarness.ACCOUNT));
        host.command(
                "late", host.effects(Effect.Submit.class).getFirst().command().command());
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_LINKED");
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
    }

    @Test
    void aLinkedSession_isNeverGivenAWindow() {
        var host = HostHarness.started().ready().pass(WINDOW.multipliedBy(4));
        assertThat(host.submitted).isEmpty();
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
    }

    @Test
    void whoeverAsksForTheSession_beginsTheWindowsAnew() {
        var host = windowOver(windowOver(asking()));
        host.command("again", new Command.Start(null));
        host = windowOver(windowOver(host));
        assertThat(host.submitted).isEmpty();
        windowOver(host);
        assertThat(host.submitted).hasSize(1);
    }

    @Test
    void aSuccessorOfTheLogsClose_closesASessionThatItFindsUnlinked() {
        var host = HostHarness.orphaned();
        host.profileStored = false;
        host.begin().command("pairing-timeout-1-1", new Command.Close(true));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.states()).last().isEqualTo(SessionState.CLOSED);
    }

    @Test
    void aDrainDoesNotWait_forACloseThatCantBeDecidedYet() {
        var host = HostHarness.orphaned()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(new Input.RestoreResult.Unavailable("away"))));
        host.begin().command("pairing-timeout-1-1", new Command.Close(true)).feed(new Input.Drain());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void aWorkerWithoutASlot_leavesItToOneThatCanLookAtTheProfile() {
        var host = HostHarness.withoutSlot(10, -1).begin();
        host.command("pairing-timeout-1-1", new Command.Close(true));
        assertThat(host.outcomes()).isEmpty();
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
    }

    @Test
    void wherePairingCodesAreRefused_qrCodesAreShown_andItIsSaid() {
        var host = HostHarness.started().begin().command("start", new Command.Start(null));
        host.page(new PageEvent.PairingCodeRefused());
        shown(host);
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.QR_READY);
        assertThat(lastStatus(host).reason()).isEqualTo("PAIRING_CODE_REFUSED");
    }

    @Test
    void theMetadataOfTheStart_areInEveryEventAndOutcome_andTheVersionOfWhatsAppWebInReady() {
        var metadata = Map.of("crm", "lead-7");
        var host = HostHarness.started().begin();
        host.command("start", new Command.Start(null, null, null, metadata, null, null, null, null));
        shown(host).page(new PageEvent.Authenticated());
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT, "2.3000.1")).command("close", new Command.Close());
        var told = Stream.of(
                        host.effects(Effect.Tell.class).stream().map(Effect.Tell::message),
                        host.effects(Effect.TellOutcome.class).stream().map(Effect.TellOutcome::message),
                        host.effects(Effect.TellStopped.class).stream().map(Effect.TellStopped::message))
                .flatMap(it -> it)
                .filter(it -> it.seq() != null && it.seq() > toldBeforeTheStart(host))
                .toList();
        assertThat(told)
                .hasSizeGreaterThan(8)
                .extracting(it -> it.metadata() == null ? Map.of() : it.metadata())
                .containsOnly(metadata);
        assertThat(host.events)
                .filteredOn(it -> it instanceof Event.Status status && status.webVersion() != null)
                .singleElement()
                .extracting(it -> ((Event.Status) it).state())
                .isEqualTo(SessionState.READY);
    }

    /** The fence, and what it says before it has read the command. */
    private static int toldBeforeTheStart(HostHarness host) {
        return host.effects(Effect.TellFence.class).size();
    }

    private static HostHarness asking() {
        return shown(HostHarness.started().begin().command("start", new Command.Start(null)));
    }

    private static HostHarness shown(HostHarness host) {
        return host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60)));
    }

    private static HostHarness windowOver(HostHarness host) {
        return shown(host.pass(WINDOW.plusSeconds(1)));
    }

    private static HostHarness thirdWindowOver(HostHarness host) {
        return windowOver(windowOver(host)).pass(WINDOW.plusSeconds(1));
    }

    private static Event.Status lastStatus(HostHarness host) {
        return host.events.stream()
                .filter(Event.Status.class::isInstance)
                .map(Event.Status.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
