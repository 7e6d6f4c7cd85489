package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session that nobody uses is closed, and is destroyed only if nobody has used it since. */
class IdleTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final HostSettings.Lifecycle AFTER_A_WEEK = HostSettings.Lifecycle.DEFAULT.withIdleAfter(WEEK);

    @Test
    void itIsClosed_byACommandThatNamesItsLastUse_andKeepsItsCredentials() {
        var host = HostHarness.started().with(AFTER_A_WEEK).ready();
        Instant used = host.wall();
        host.setClock(WEEK.minusSeconds(1));
        assertThat(host.submitted).isEmpty();
        host.setClock(Duration.ofSeconds(2));
        assertThat(host.submitted).singleElement().satisfies(it -> {
            assertThat(it.id()).hasToString("idle-1-1");
            assertThat(it.command()).isEqualTo(new Command.Close(null, used));
        });
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.states()).last().isEqualTo(SessionState.CLOSED);
        assertThat(lastStatus(host).reason()).isEqualTo("IDLE");
        assertThat(host.profileStored).isTrue();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    @Test
    void withoutTheSetting_itStaysOpenForEver() {
        var host = HostHarness.started().ready().setClock(WEEK.multipliedBy(100));
        assertThat(host.submitted).isEmpty();
    }

    @Test
    void whatIsSent_keepsItOpen() {
        var host = HostHarness.started().with(AFTER_A_WEEK).ready().setClock(WEEK.minusHours(1));
        host.command("s1", Answers.HELLO).setClock(WEEK.minusHours(1));
        assertThat(host.submitted).isEmpty();
        host.setClock(Duration.ofHours(2));
        assertThat(host.submitted).hasSize(1);
    }

    /** The page tells of it with the time that WhatsApp gives it. */
    @Test
    void whatComesIn_andWhatThePhoneSends_keepsItOpen() {
        var host = HostHarness.started().with(AFTER_A_WEEK).ready();
        host.setClock(WEEK.minusHours(1));
        host.page(new PageEvent.MessageReceived(
                Event.Message.text("m1", "c", "491700000002", "491700000001", false, "hi", host.wall()), false));
        host.setClock(WEEK.minusHours(1));
        host.page(new PageEvent.MessageSent(
                Event.Message.text("m2", "c", "491700000001", "491700000002", true, "hi", host.wall())));
        host.setClock(WEEK.minusHours(1));
        assertThat(host.submitted).isEmpty();
    }

    @Test
    void whatIsSentBeforeTheCloseIsCarriedOut_wins() {
        var host = HostHarness.started()
                .with(AFTER_A_WEEK)
                .ready()
                .on(Effect.Submit.class, it -> Optional.of(new Input.Submitted(true)));
        Instant used = host.wall();
        host.setClock(WEEK.plusHours(1)).command("s1", Answers.HELLO);
        host.command("idle-1-1", new Command.Close(null, used));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_ACTIVE");
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
    }

    @Test
    void aCloseThatGotLost_isAskedForAgain() {
        var host = HostHarness.started()
                .with(AFTER_A_WEEK)
                .ready()
                .on(Effect.Submit.class, it -> Optional.of(new Input.Submitted(false)));
        host.setClock(WEEK).pass(Duration.ofMinutes(11));
        assertThat(host.effects(Effect.Submit.class))
                .extracting(it -> it.command().id().value())
                .containsExactly("idle-1-1", "idle-1-2");
    }

    @Test
    void theTimeGoesOn_whereAnotherWorkerHasTheSession() {
        var host = HostHarness.orphaned().with(AFTER_A_WEEK);
        Instant used = host.wall().minus(Duration.ofDays(6));
        host.having(new Event.Usage(LocalDate.of(2026, 11, 14), 0, 0, List.of(), null, null, used))
                .ready();
        assertThat(host.submitted).isEmpty();
        host.setClock(Duration.ofDays(1));
        assertThat(host.submitted)
                .singleElement()
                .satisfies(it -> assertThat(it.command()).isEqualTo(new Command.Close(null, used)));
    }

    @Test
    void whereNothingIsKnownOfItsUse_theTimeBeginsWithItsOwner() {
        var host = HostHarness.orphaned().with(AFTER_A_WEEK).ready();
        host.setClock(WEEK.minusHours(1));
        assertThat(host.submitted).isEmpty();
        host.setClock(Duration.ofHours(1));
        assertThat(host.submitted).hasSize(1);
    }

    /** Codes that nobody scans have a window of their own. */
    @Test
    void whatNobodyHasLinked_isNotIdle() {
        var host = HostHarness.started().with(AFTER_A_WEEK).begin().command("start", new Command.Start(null));
        host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60))).setClock(WEEK.plusHours(1));
        assertThat(host.submitted).isEmpty();
    }

    @Test
    void aDestroyOfWhatWasUsedSince_isRejected_andNothingIsDeleted() {
        var host = HostHarness.orphaned().ready();
        host.command("sweep", new Command.Destroy(host.wall().minusSeconds(60)));
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_ACTIVE");
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
        assertThat(host.effects(Effect.Purge.class)).isEmpty();
        assertThat(host.effects(Effect.LogOut.class)).isEmpty();
    }

    @Test
    void aDestroyOfWhatStayedClosed_isCarriedOut() {
        var host =
                closedAWeekAgo().on(Effect.LogOut.class, it -> Optional.of(new Input.LogOutAnswered(Answers.done())));
        host.begin()
                .command("sweep", new Command.Destroy(host.wall().minus(Duration.ofDays(6))))
                .page(new PageEvent.Ready(HostHarness.ACCOUNT));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.profileStored).isFalse();
    }

    @Test
    void aClosedSessionThatWasUsedSince_staysClosed() {
        var host = closedAWeekAgo();
        host.begin().command("sweep", new Command.Destroy(host.wall().minus(Duration.ofDays(8))));
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_ACTIVE");
        assertThat(host.lastOutcome().mode()).isEqualTo(Mode.CLOSING);
        assertThat(host.effects(Effect.Purge.class)).isEmpty();
        assertThat(host.profileStored).isTrue();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    private static HostHarness closedAWeekAgo() {
        var host = HostHarness.orphaned();
        host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 10, SessionState.CLOSED);
        Instant used = host.wall().minus(WEEK);
        return host.having(new Event.Usage(LocalDate.of(2026, 11, 13), 0, 0, List.of(), null, null, used));
    }

    private static Event.Status lastStatus(HostHarness host) {
        return host.events.stream()
                .filter(Event.Status.class::isInstance)
                .map(Event.Status.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
