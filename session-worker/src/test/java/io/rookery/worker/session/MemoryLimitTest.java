package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A page that has come to use more memory than a session may. */
class MemoryLimitTest {
    private static final long LIMIT = 300 << 20;
    private static final Duration ROUND = Duration.ofSeconds(31); // within which the watchdog looks
    private static final Effect.Recycled RECYCLED = new Effect.Recycled("MEMORY_LIMIT");

    @Test
    void isOpenedAnew_inOrder_andIsReadyWithoutACode() {
        var host = limited().ready();
        uses(host, LIMIT).pass(ROUND);
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        uses(host, LIMIT + 1).pass(ROUND);
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(RECYCLED);
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.ClosePage
                        || it instanceof Effect.KillPage
                        || it instanceof Effect.OpenPage)
                .extracting(it -> it.getClass().getSimpleName())
                .containsExactly("OpenPage", "ClosePage", "OpenPage");
        assertThat(host.effects(Effect.OpenPage.class)).last().matches(Effect.OpenPage::linked);
        assertThat(statuses(host))
                .anyMatch(it -> it.state() == SessionState.INITIALIZING
                        && "MEMORY_LIMIT".equals(it.reason())
                        && it.health() == Health.HEALTHY);
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT));
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
    }

    @Test
    void aStartMeanwhile_changesNothing_itIsOpenedAnewForTheSameReason() {
        var host = limited().ready().on(Effect.ClosePage.class, it -> Optional.empty());
        uses(host, LIMIT + 1).pass(ROUND);
        host.command("start-2", new Command.Start(null)).feed(new Input.PageClosed());
        assertThat(host.effects(Effect.OpenPage.class)).hasSize(2);
        assertThat(statuses(host).getLast().state()).isEqualTo(SessionState.INITIALIZING);
        assertThat(statuses(host).getLast().reason()).isEqualTo("MEMORY_LIMIT");
    }

    @Test
    void aMessageThatIsOnItsWay_isNotDisturbed_andTheNextOneWaitsForTheNewPage() {
        var host = asked().on(Effect.Send.class, it -> Optional.empty());
        host.command("s1", Answers.HELLO).command("s2", Answers.HELLO).feed(pulse(LIMIT + 1));
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        host.feed(sent(host));
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(RECYCLED);
        assertThat(host.effects(Effect.Send.class)).hasSize(1);
        host.normally(Effect.Send.class);
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects(Effect.Send.class)).hasSize(2);
    }

    @Test
    void aNewPageThatIsTooLargeAgain_isLeftAloneForHalfAnHour_andSaysSo() {
        var host = limited().ready();
        uses(host, LIMIT + 1).pass(ROUND);
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).pass(MemoryWatch.APART.minusMinutes(2));
        assertThat(host.effects(Effect.Recycled.class)).hasSize(1);
        assertThat(lastStatus(host).health()).isEqualTo(Health.WARNING);
        assertThat(lastStatus(host).healthReasons()).containsExactly("MEMORY_LIMIT");
        uses(host, LIMIT).pass(ROUND);
        assertThat(lastStatus(host).health()).isEqualTo(Health.HEALTHY);
        uses(host, LIMIT + 1).pass(Duration.ofMinutes(3));
        assertThat(host.effects(Effect.Recycled.class))
                .filteredOn(RECYCLED::equals)
                .hasSize(2);
    }

    @Test
    void beforeALogOutThatWaits_itIsLeftAsItIs() {
        var host =
                asked().on(Effect.Send.class, it -> Optional.empty()).on(Effect.LogOut.class, it -> Optional.empty());
        host.command("s1", Answers.HELLO)
                .command("logout", new Command.LogOut())
                .feed(pulse(LIMIT + 1))
                .feed(sent(host));
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        assertThat(host.effects(Effect.LogOut.class)).hasSize(1);
    }

    @Test
    void aSessionThatIsClosedOrHandedOver_isNotOpenedAnew() {
        for (Input leaving : List.of(new Input.Arrived(), new Input.Drain())) {
            var host = asked().on(Effect.ClosePage.class, it -> Optional.empty());
            if (leaving instanceof Input.Arrived) host.offered("close", new Command.Close(), null, null);
            host.feed(leaving).feed(pulse(LIMIT + 1)).pass(Duration.ofSeconds(1));
            assertThat(host.effects(Effect.ClosePage.class)).hasSize(1);
            assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        }
    }

    @Test
    void withoutASureLease_itWaits() {
        var host = asked().passUnrenewed(Duration.ofSeconds(13)).feed(pulse(LIMIT + 1));
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        host.pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(RECYCLED);
    }

    @Test
    void aCheckpointThatIsUnderWay_isWaitedFor() {
        var host = limited().ready().on(Effect.Checkpoint.class, it -> Optional.empty());
        uses(host, LIMIT + 1).pass(ROUND);
        assertThat(host.effects(Effect.Checkpoint.class)).hasSize(1);
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        host.feed(new Input.Stored(true));
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(RECYCLED);
    }

    @Test
    void aFileThatIsUnderWay_isWaitedFor() {
        var host = limited().ready();
        host.page(new PageEvent.MessageReceived(ReceivedMediaTest.picture("m1", false, 10L), false));
        uses(host, LIMIT + 1).pass(ROUND);
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        var file = host.effects(Effect.KeepMedia.class).getFirst().media();
        host.feed(new Input.MediaKept(new Event.MediaStored("m1", "chat", false, file)));
        assertThat(host.effects(Effect.Recycled.class)).containsExactly(RECYCLED);
    }

    @Test
    void withoutALimit_orBeforeItWasWeighed_nothingHappens() {
        var host = uses(HostHarness.started().ready(), Long.MAX_VALUE).pass(ROUND);
        assertThat(host.effects(Effect.Recycled.class)).isEmpty();
        var other = uses(limited().ready(), 0).pass(ROUND);
        assertThat(other.effects(Effect.Recycled.class)).isEmpty();
    }

    private static HostHarness limited() {
        return HostHarness.started().with(HostSettings.Lifecycle.DEFAULT.withMemoryLimit(LIMIT));
    }

    /** Its watchdog waits for the answer. */
    private static HostHarness asked() {
        return limited().ready().on(Effect.Probe.class, it -> Optional.empty()).pass(ROUND);
    }

    private static Input sent(HostHarness host) {
        String id = host.effects(Effect.Send.class).getFirst().message().messageId();
        return new Input.SendAnswered(new CallResult.Done<>(new SentMessage(id, "chat", 1)));
    }

    private static HostHarness uses(HostHarness host, long bytes) {
        return host.on(Effect.Probe.class, it -> Optional.of(pulse(bytes)));
    }

    private static Input pulse(long bytes) {
        return new Input.Probed(new CallResult.Done<>(new Pulse(true, Duration.ZERO, bytes)));
    }

    private static Event.Status lastStatus(HostHarness host) {
        return statuses(host).getLast();
    }

    private static List<Event.Status> statuses(HostHarness host) {
        return host.events.stream()
                .filter(Event.Status.class::isInstance)
                .map(Event.Status.class::cast)
                .toList();
    }
}
