package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Event.Restriction;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of WhatsApp's own word about an account. */
class RestrictedTest {
    private static final PageEvent FREE = restricted(Restriction.TIME_LOCK, false, null);

    @Test
    void whatHolds_isToldOnce_whateverPageSaysItAgain_andWhenItIsOver() {
        var host = HostHarness.started().ready();
        Instant until = host.wall().plusSeconds(3600);
        host.page(FREE);
        assertThat(told(host)).as("nothing to tell").isEmpty();
        for (int i = 0; i < 2; i++) host.page(restricted(Restriction.TIME_LOCK, true, until));
        host.page(new PageEvent.Crashed("gone")).pass(Duration.ofSeconds(1));
        host.page(restricted(Restriction.TIME_LOCK, true, until));
        assertThat(told(host)).containsExactly(new Event.Restricted(Restriction.TIME_LOCK, true, until, null, null));
        host.page(FREE).page(FREE);
        assertThat(told(host)).extracting(Event.Restricted::active).containsExactly(true, false);
    }

    @Test
    void aTimeLock_holdsNothingBack_thatThePageTakes() {
        var host = HostHarness.started().ready();
        host.page(restricted(Restriction.TIME_LOCK, true, host.wall().plusSeconds(3600)));
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void whatThePageRefusesUnderATimeLock_isRejected_andToldWhenItMayBeTried() {
        var host = HostHarness.started().ready();
        Instant until = host.wall().plusSeconds(3600);
        host.on(
                Effect.Send.class,
                it -> Optional.of(new Input.SendAnswered(
                        new CallResult.Refused<>("WHATSAPP_RESTRICTED", "no new chats", until))));
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(host.lastOutcome().code()).isEqualTo("WHATSAPP_RESTRICTED");
        assertThat(host.lastOutcome().result()).containsEntry("retryAt", until.toString());
    }

    @Test
    void aTemporaryBan_refusesAtOnce_leavesThePageAlone_andIsOverByItself() {
        var host = HostHarness.started().ready();
        Instant until = host.wall().plus(Duration.ofHours(1));
        host.page(new PageEvent.Disconnected("TEMPORARILY_BANNED", "banned", until))
                .page(restricted(Restriction.TEMPORARY_BAN, true, until));
        assertThat(status(host).state()).isEqualTo(SessionState.DISCONNECTED);
        assertThat(status(host).reason()).isEqualTo("TEMPORARILY_BANNED");
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(host.lastOutcome().code()).isEqualTo("WHATSAPP_RESTRICTED");
        assertThat(host.lastOutcome().result()).containsEntry("retryAt", until.toString());
        host.pass(Duration.ofMinutes(59));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
        assertThat(host.effects(Effect.Purge.class)).isEmpty();

        host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).page(restricted(Restriction.TEMPORARY_BAN, false, null));
        host.command("s2", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(told(host)).extracting(Event.Restricted::active).containsExactly(true, false);
    }

    @Test
    void aPageThatDoesNotComeBackAfterTheBan_isOpenedAnew() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.Disconnected(
                "TEMPORARILY_BANNED", "banned", host.wall().plus(Duration.ofMinutes(10))));
        host.pass(Duration.ofMinutes(10).plusSeconds(29));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
        host.pass(Duration.ofSeconds(2));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2);
    }

    @Test
    void aVersionThatIsTooOld_isSaid_andThePageOpenedAnew_linkedOrNot() {
        for (boolean linked : List.of(true, false)) {
            var host = linked
                    ? HostHarness.orphaned().begin()
                    : HostHarness.started().begin();
            if (!linked) host.command("start", new Command.Start(null));
            host.page(new PageEvent.Disconnected("WEB_VERSION_TOO_OLD", "too old", null));
            assertThat(status(host).reason()).isEqualTo("WEB_VERSION_TOO_OLD");
            host.pass(Duration.ofSeconds(31));
            assertThat(host.effects(Effect.OpenPage.class)).hasSize(2);
        }
    }

    @Test
    void aPageThatShowsACodeAfterAll_isLeftToItsWindow() {
        var host = HostHarness.started().begin().command("start", new Command.Start(null));
        host.page(new PageEvent.Disconnected("WEB_VERSION_TOO_OLD", "too old", null));
        host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60))).pass(Duration.ofSeconds(40));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
        assertThat(status(host).state()).isEqualTo(SessionState.QR_READY);
    }

    @Test
    void aLogOut_isSaidWithWhatsAppsReason() {
        var locked = HostHarness.started().ready().page(new PageEvent.LoggedOut("ACCOUNT_LOCKED"));
        assertThat(status(locked).state()).isEqualTo(SessionState.LOGGED_OUT);
        assertThat(status(locked).reason()).isEqualTo("ACCOUNT_LOCKED");
        var removed = HostHarness.started().ready().page(new PageEvent.LoggedOut("DEVICE_REMOVED"));
        assertThat(status(removed).reason()).isEqualTo("DEVICE_REMOVED");
    }

    private static PageEvent restricted(Restriction kind, boolean active, @Nullable Instant until) {
        return new PageEvent.Restricted(new Event.Restricted(kind, active, until, null, null));
    }

    private static List<Event.Restricted> told(HostHarness host) {
        return host.events.stream()
                .filter(Event.Restricted.class::isInstance)
                .map(Event.Restricted.class::cast)
                .toList();
    }

    private static Event.Status status(HostHarness host) {
        return host.events.stream()
                .filter(Event.Status.class::isInstance)
                .map(Event.Status.class::cast)
                .toList()
                .getLast();
    }
}
