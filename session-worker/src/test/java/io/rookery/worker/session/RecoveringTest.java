package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageUnavailable.Reason;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.lease.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a session that is stuck, cut off or dead comes back: by a restart, by itself, by the watchdog. */
class RecoveringTest {
    private static final Pulse ALIVE = new Pulse(true, Duration.ZERO, 0);

    /** Long enough for two silences, too short for a page that is opened anew to be given up. */
    private static final Duration ROUND = Duration.ofSeconds(40);

    // ---- restart

    @Test
    void aRestart_closesThePage_storesTheProfile_opensItAgain_andThenAnswers() {
        var host = HostHarness.started().ready().command("restart", new Command.Restart());
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.ClosePage
                        || it instanceof Effect.StoreClosed
                        || it instanceof Effect.OpenPage
                        || it instanceof Effect.TellOutcome)
                .extracting(it -> it.getClass().getSimpleName())
                .containsExactly("OpenPage", "TellOutcome", "ClosePage", "StoreClosed", "OpenPage", "TellOutcome");
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects(Effect.OpenPage.class)).last().matches(Effect.OpenPage::linked);
        back(host).command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.ended).isNull();
    }

    @Test
    void whileTheStoreIsAway_aRestartOpensThePageWithoutIt() {
        var host =
                HostHarness.started().ready().on(Effect.StoreClosed.class, it -> Optional.of(new Input.Stored(false)));
        host.command("restart", new Command.Restart()).pass(Duration.ofSeconds(3));
        assertThat(host.effects(Effect.StoreClosed.class)).hasSize(1);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void aRestartOfASessionThatWasLoggedOut_isRejected_andItStaysSo() {
        var host = HostHarness.started().ready().page(new PageEvent.LoggedOut("removed"));
        host.command("restart", new Command.Restart());
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_LOGGED_OUT");
        assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
    }

    @Test
    void aRestartThatFindsNoBrowser_fails_andTheSessionGoesOnTrying() {
        var host = HostHarness.started().ready();
        host.on(Effect.OpenPage.class, it -> Optional.of(new Input.PageOpened(it.page(), Reason.BROWSER_UNAVAILABLE)));
        host.command("restart", new Command.Restart()).pass(Duration.ofSeconds(10));
        assertThat(host.lastOutcome().code()).isEqualTo("BROWSER_UNAVAILABLE");
        int tries = host.effects(Effect.OpenPage.class).size();
        host.pass(Duration.ofSeconds(20));
        assertThat(host.effects(Effect.OpenPage.class)).hasSizeGreaterThan(tries);
        assertThat(lastStatus(host).reason()).isEqualTo("BROWSER_UNAVAILABLE");
        assertThat(host.isCutOff()).isFalse();
    }

    @Test
    void aPageThatDoesNotLoad_isSaidSo_forThenWhatsAppMayBeAway() {
        var host = HostHarness.started().ready();
        host.on(Effect.OpenPage.class, it -> Optional.of(new Input.PageOpened(it.page(), Reason.PAGE_NOT_LOADED)));
        host.command("restart", new Command.Restart()).pass(Duration.ofSeconds(10));
        assertThat(host.lastOutcome().code()).isEqualTo("PAGE_NOT_LOADED");
        assertThat(lastStatus(host).reason()).isEqualTo("PAGE_NOT_LOADED");
        assertThat(host.isCutOff()).isTrue();
    }

    @Test
    void aRestartOfAClosedSession_isRejected() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(HostHarness.got(LeaseStore.GiveUp.MORE))));
        host.command("close", new Command.Close()).command("restart", new Command.Restart());
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_RUNNING");
    }

    // ---- a lost connection

    @Test
    void aPageThatGetsItsConnectionBack_isLeftAlone() {
        var host = HostHarness.started().ready().page(new PageEvent.Disconnected());
        host.pass(Duration.ofSeconds(29))
                .page(new PageEvent.Ready(HostHarness.ACCOUNT))
                .pass(Duration.ofSeconds(10));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
    }

    @Test
    void oneThatDoesNot_isOpenedAnew_closedInOrder_onTheSameProfile() {
        var host = HostHarness.started().ready().page(new PageEvent.Disconnected());
        host.pass(Duration.ofSeconds(31));
        assertThat(host.effects(Effect.ClosePage.class)).hasSize(1);
        assertThat(host.effects(Effect.KillPage.class)).isEmpty();
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2).last().matches(Effect.OpenPage::linked);
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(new Effect.Recycled("CONNECTION_LOST"));
        assertThat(statuses(host))
                .anyMatch(it -> it.state() == SessionState.DISCONNECTED
                        && "CONNECTION_LOST".equals(it.reason())
                        && it.health() == Health.WARNING);
        back(host);
        assertThat(lastStatus(host).health()).isEqualTo(Health.HEALTHY);
        assertThat(lastStatus(host).healthReasons()).isNull();
    }

    @Test
    void onlyAPageThatHasLostWhatsApp_isCutOff() {
        var host = HostHarness.started().ready();
        assertThat(host.isCutOff()).isFalse();
        host.page(new PageEvent.Disconnected());
        assertThat(host.isCutOff()).isTrue();
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT));
        assertThat(host.isCutOff()).isFalse();
        host.page(new PageEvent.Crashed("gone")).page(new PageEvent.Crashed("gone"));
        assertThat(lastStatus(host).state()).as("until its next try").isEqualTo(SessionState.DISCONNECTED);
        assertThat(host.isCutOff()).isFalse();
        var banned = HostHarness.started().ready();
        banned.page(new PageEvent.Disconnected("TEMPORARILY_BANNED", "for an hour", null));
        assertThat(banned.isCutOff()).isFalse();
    }

    @Test
    void afterFiveFailures_healthIsCritical_andItGoesOnAtTheCap_untilItIsReady() {
        var host = HostHarness.started().ready().page(new PageEvent.Disconnected());
        host.pass(Duration.ofSeconds(30 + 60 + 1 + 60 + 2 + 60 + 4 + 55));
        assertThat(lastStatus(host).health()).isEqualTo(Health.WARNING);
        host.pass(Duration.ofSeconds(10));
        assertThat(lastStatus(host).health()).isEqualTo(Health.CRITICAL);
        assertThat(lastStatus(host).healthReasons()).containsExactly("NOT_CONNECTED");
        int pages = host.effects(Effect.OpenPage.class).size();
        host.pass(Duration.ofMinutes(15));
        assertThat(host.effects(Effect.OpenPage.class).size() - pages).isBetween(10, 11); // 60 s and at most 30 s each
        assertThat(lastStatus(host).health()).isEqualTo(Health.CRITICAL);
        back(host);
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.READY);
        assertThat(lastStatus(host).health()).isEqualTo(Health.HEALTHY);
        assertThat(record(host).health()).isEqualTo(Health.HEALTHY);
    }

    // ---- the watchdog

    @Test
    void aPageThatProvesToLive_isLeftAlone() {
        var host = HostHarness.started().ready().pass(Duration.ofMinutes(10));
        assertThat(host.effects(Effect.Probe.class)).hasSizeBetween(19, 26);
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
        assertThat(host.states()).doesNotContain(SessionState.DEGRADED);
    }

    @Test
    void oneSilence_isNoReason_twoAre_andItComesBackWithoutAQr() {
        var host = HostHarness.started().ready();
        silent(host);
        while (host.effects(Effect.Probe.class).isEmpty()) host.pass(Duration.ofMillis(100));
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
        host.pass(Duration.ofSeconds(5));
        assertThat(statuses(host))
                .anyMatch(it -> it.state() == SessionState.DEGRADED
                        && "PAGE_SILENT".equals(it.reason())
                        && it.lastStates()
                                .equals(List.of(
                                        SessionState.DEGRADED, SessionState.READY, SessionState.AUTHENTICATED)));
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(new Effect.Recycled("PAGE_SILENT"));
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2).last().matches(Effect.OpenPage::linked);
        back(alive(host));
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.READY);
        assertThat(lastStatus(host).health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aSocketThatIsDeaf_isRecycled_too() {
        var host = HostHarness.started().ready();
        host.on(
                Effect.Probe.class,
                it -> Optional.of(new Input.Probed(new CallResult.Done<>(new Pulse(true, Duration.ofSeconds(61), 0)))));
        host.pass(ROUND);
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(new Effect.Recycled("SOCKET_SILENT"));
    }

    @Test
    void aSendThatHangsInADeadPage_isLookedUpInTheNewOne_andAnswered() {
        var host = HostHarness.started().ready().on(Effect.Send.class, it -> Optional.empty());
        host.on(
                Effect.Find.class,
                it -> Optional.of(new Input.FindAnswered(new CallResult.Lost<>("no answer in time"))));
        silent(host).command("s1", Answers.HELLO).pass(Duration.ofSeconds(10));
        host.feed(new Input.SendAnswered(new CallResult.Lost<>("no answer in time")));
        host.pass(Duration.ofSeconds(7));
        assertThat(host.effects(Effect.Recycled.class))
                .as("looked at as soon as a call is lost")
                .hasSize(1);
        assertThat(host.outcomes()).hasSize(1); // of the start
        host.normally(Effect.Find.class);
        host.normally(Effect.Send.class);
        back(alive(host)).pass(Duration.ofSeconds(2));
        assertThat(host.effects(Effect.Find.class)).isNotEmpty();
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.sentTexts).hasSize(1);
    }

    @Test
    void whatDoesNotHelp_isNotDoneForEver() {
        var host = silent(HostHarness.started().ready());
        for (int i = 0; i < 3; i++) back(host.pass(ROUND));
        assertThat(host.effects(Effect.Recycled.class)).hasSize(3);
        host.pass(ROUND);
        assertThat(host.effects(Effect.Recycled.class)).hasSize(3);
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.DEGRADED);
        assertThat(lastStatus(host).health()).isEqualTo(Health.CRITICAL);
        assertThat(lastStatus(host).healthReasons()).containsExactly("RECYCLED_OFTEN", "PAGE_SILENT");
        host.pass(RecycleBudget.APART.minusSeconds(35));
        assertThat(host.effects(Effect.Recycled.class)).hasSize(4);
        back(alive(host));
        assertThat(lastStatus(host).health()).isEqualTo(Health.CRITICAL); // it was too often, well or not
        host.pass(Duration.ofHours(1));
        assertThat(lastStatus(host).health()).isEqualTo(Health.HEALTHY);
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.READY);
    }

    @Test
    void aSilentPageThatSpeaksAgainBeforeItsTurn_isReadyAgain() {
        var host = silent(HostHarness.started().ready());
        for (int i = 0; i < 3; i++) back(host.pass(ROUND));
        host.pass(ROUND);
        assertThat(host.states()).last().isEqualTo(SessionState.DEGRADED);
        alive(host).pass(Duration.ofSeconds(31));
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(4);
    }

    @Test
    void whileItIsInDoubt_aSendWaits() {
        var host = silent(HostHarness.started().ready());
        for (int i = 0; i < 3; i++) back(host.pass(ROUND));
        host.pass(ROUND).command("s1", Answers.HELLO);
        assertThat(host.sentTexts).isEmpty();
        alive(host).pass(Duration.ofSeconds(31));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void aClosedSession_isNeitherWellNorIll() {
        var host = silent(HostHarness.started().ready());
        for (int i = 0; i < 3; i++) back(host.pass(ROUND));
        host.pass(ROUND).command("close", new Command.Close());
        assertThat(lastStatus(host).state()).isEqualTo(SessionState.CLOSED);
        assertThat(lastStatus(host).health()).isEqualTo(Health.HEALTHY);
    }

    private static HostHarness silent(HostHarness host) {
        return host.on(
                Effect.Probe.class, it -> Optional.of(new Input.Probed(new CallResult.Lost<>("no answer in time"))));
    }

    private static HostHarness alive(HostHarness host) {
        return host.on(Effect.Probe.class, it -> Optional.of(new Input.Probed(new CallResult.Done<>(ALIVE))));
    }

    private static HostHarness back(HostHarness host) {
        return host.page(new PageEvent.Authenticated()).page(new PageEvent.Ready(HostHarness.ACCOUNT));
    }

    private static List<Event.Status> statuses(HostHarness host) {
        return host.events.stream()
                .filter(Event.Status.class::isInstance)
                .map(Event.Status.class::cast)
                .toList();
    }

    private static Event.Status lastStatus(HostHarness host) {
        return statuses(host).getLast();
    }

    private static LeaseStore.Status record(HostHarness host) {
        return host.effects(Effect.UpdateStatus.class).getLast().status();
    }
}
