package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a message with a file, and what becomes of the file. */
class ReceivedMediaTest {
    static Event.Message picture(String id, boolean fromMe, @Nullable Long size) {
        return Event.Message.text(id, "chat", "from", "to", fromMe, "look", Instant.parse("2026-11-20T12:00:05Z"))
                .withMedia(new Event.StoredMedia(null, "image/png", null, size, null, null, null));
    }

    private static List<Event.Message> received(HostHarness host) {
        return host.events.stream()
                .filter(Event.MessageReceived.class::isInstance)
                .map(it -> ((Event.MessageReceived) it).message())
                .toList();
    }

    @Test
    void theMessageIsToldAtOnce_withTheIdThatItsFileWillHave() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.MessageReceived(picture("m1", false, 1000L), false));
        Event.StoredMedia told = received(host).getFirst().media();
        assertThat(told).isNotNull();
        var keep = host.effects(Effect.KeepMedia.class).getFirst();
        assertThat(told.mediaId()).isEqualTo(keep.media().mediaId()).matches("[0-9A-F]{40}");

        host.feed(new Input.MediaKept(new Event.MediaStored("m1", "chat", false, keep.media())));
        assertThat(host.events).last().isEqualTo(new Event.MediaStored("m1", "chat", false, keep.media()));
    }

    @Test
    void aFileThatIsTooLarge_isNotKept_andTheMessageSaysSo() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.MessageReceived(picture("m1", false, HostSettings.DEFAULT.largestMedia() + 1), false));
        assertThat(received(host).getFirst().media())
                .isNotNull()
                .satisfies(it -> assertThat(it.mediaId()).isNull())
                .satisfies(it -> assertThat(it.problem()).isEqualTo("MEDIA_TOO_LARGE"));
        assertThat(host.effects(Effect.KeepMedia.class)).isEmpty();
    }

    @Test
    void whoSendsAFileByACommandHasIt_butWhatThePhoneSendsIsKept() {
        var host = HostHarness.started().ready().command("s1", Answers.HELLO);
        String own = host.effects(Effect.Send.class).getLast().message().messageId();
        host.page(new PageEvent.MessageSent(picture(own, true, 10L)));
        assertThat(host.effects(Effect.KeepMedia.class)).isEmpty();
        host.page(new PageEvent.MessageSent(picture("typed-on-the-phone", true, 10L)));
        assertThat(host.effects(Effect.KeepMedia.class)).hasSize(1);
    }

    @Test
    void aDrainWaitsForAFileThatIsBeingKept_soThatItIsToldBeforeTheSessionIsLeft() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.MessageReceived(picture("m1", false, 10L), false))
                .feed(new Input.Drain())
                .pass(Duration.ofSeconds(4));
        assertThat(host.effects(Effect.ClosePage.class)).isEmpty();
        var stored = new Event.MediaStored(
                "m1",
                "chat",
                false,
                host.effects(Effect.KeepMedia.class).getFirst().media());
        host.feed(new Input.MediaKept(stored));
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.events).contains(stored);
        assertThat(host.effects)
                .filteredOn(it -> it instanceof Effect.Flush
                        || it instanceof Effect.Tell tell
                                && tell.message().event().equals(stored))
                .first()
                .as("told before the flush")
                .isInstanceOf(Effect.Tell.class);
    }

    @Test
    void butNotForLong() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.MessageReceived(picture("m1", false, 10L), false))
                .feed(new Input.Drain())
                .pass(Duration.ofMillis(5200));
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
    }

    @Test
    void andNotForAPageThatIsGone() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.MessageReceived(picture("m1", false, 10L), false))
                .page(new PageEvent.Crashed("gone"))
                .feed(new Input.Drain());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
    }

    @Test
    void aMessageThatIsToldAgain_isNoNews_butItsFileIsLookedFor() {
        var host = HostHarness.started().ready();
        host.page(new PageEvent.MessageReceived(picture("m1", false, 10L), false));
        host.page(new PageEvent.MessageReceived(picture("m1", false, 10L), true));
        assertThat(received(host)).hasSize(1);
        assertThat(host.effects(Effect.KeepMedia.class)).hasSize(2);
    }
}
