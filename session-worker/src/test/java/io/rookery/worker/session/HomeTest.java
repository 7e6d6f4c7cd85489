package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session that comes home to the profile which a dead process of its worker has left. */
class HomeTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T11:00:00Z");

    private static HostHarness atHome(String... told) {
        List<Inbox.Told> messages = java.util.Arrays.stream(told)
                .map(id -> new Inbox.Told(id, SINCE))
                .toList();
        return HostHarness.orphaned()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(new Input.RestoreResult.Ready(
                                true, null, it.home() ? new Input.Home(SINCE, messages) : null))));
    }

    private static PageEvent message(String id) {
        return new PageEvent.MessageReceived(
                Event.Message.text(id, "chat", "from", "to", false, "hi", SINCE.plusSeconds(5)), true);
    }

    private static List<String> received(HostHarness host) {
        return host.events.stream()
                .filter(Event.MessageReceived.class::isInstance)
                .map(it -> ((Event.MessageReceived) it).message().messageId())
                .toList();
    }

    @Test
    void whatThePredecessorDidNotTell_isAskedFor_andWhatItToldIsNotToldAgain() {
        var host = atHome("one/chat").ready();
        assertThat(host.effects(Effect.CatchUp.class)).containsExactly(new Effect.CatchUp(SINCE));
        host.page(message("one")).page(message("two")).page(message("two"));
        assertThat(received(host)).containsExactly("two");
    }

    @Test
    void aPageThatIsOpenedAgain_tellsWhatMayHaveBeenMissed() {
        var host = HostHarness.orphaned().ready();
        assertThat(host.effects(Effect.CatchUp.class)).isEmpty();
        host.page(new PageEvent.Crashed("gone")).pass(Duration.ofSeconds(2));
        host.page(new PageEvent.Authenticated()).page(new PageEvent.Ready(HostHarness.ACCOUNT));
        assertThat(host.effects(Effect.CatchUp.class)).hasSize(1);
    }

    @Test
    void aCatchUpWithoutAnAnswer_isRepeated() {
        var host = atHome().on(Effect.CatchUp.class, it -> Optional.of(new Input.CaughtUp(false)))
                .ready();
        host.normally(Effect.CatchUp.class).pass(Duration.ofSeconds(5));
        assertThat(host.effects(Effect.CatchUp.class)).hasSize(2);
    }

    @Test
    void aProfileThatTheCrashHasBroken_isReplacedByTheStoredOne() {
        var host = atHome().begin().page(new PageEvent.ProfileBroken("no sentinel"));
        assertThat(host.effects(Effect.Restore.class))
                .containsExactly(
                        new Effect.Restore(TenantId.DEFAULT, true), new Effect.Restore(TenantId.DEFAULT, false));
        assertThat(host.states()).doesNotContain(SessionState.FAILED);
        host.page(new PageEvent.Authenticated()).page(new PageEvent.Ready(HostHarness.ACCOUNT));
        assertThat(host.states()).last().isEqualTo(SessionState.READY);
    }

    @Test
    void aStoredProfileThatIsBroken_staysAFailure() {
        var host = HostHarness.orphaned().begin().page(new PageEvent.ProfileBroken("no sentinel"));
        assertThat(host.states()).last().isEqualTo(SessionState.FAILED);
    }

    @Test
    void whatHadNoRoom_isAskedForWhenThereIsRoomAgain() {
        var host = HostHarness.orphaned().ready();
        host.page(message("one"));
        var dropped = host.effects(Effect.Tell.class).getLast().message();
        host.feed(new Input.Untold(dropped)).feed(new Input.RoomAgain());
        assertThat(host.effects(Effect.CatchUp.class)).hasSize(1);
        host.page(message("one"));
        assertThat(received(host)).containsExactly("one", "one");
    }
}
