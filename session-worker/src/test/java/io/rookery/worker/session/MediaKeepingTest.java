package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.WhatsAppPage.Downloaded;
import io.rookery.worker.browser.WhatsAppPage.MessageKey;
import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.MediaUnavailable;
import io.rookery.worker.media.ReceivedMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the page to the store, whatever fails on the way. */
class MediaKeepingTest {
    private static final Effect.KeepMedia WANTED = new Effect.KeepMedia(
            new MessageKey("chat", "m1", false),
            TenantId.DEFAULT,
            new Event.StoredMedia("A1", "image/png", "a.png", 4L, null, null, null));

    @TempDir
    Path directory;

    private final Kept kept = new Kept();
    private final Deque<CallResult<Downloaded>> downloads = new ArrayDeque<>();
    private final List<Input> fed = new ArrayList<>();
    private long now;

    private Event.StoredMedia told() {
        assertThat(fed).hasSize(1);
        return ((Input.MediaKept) fed.getFirst()).event().media();
    }

    private void keep() {
        var ports = Ports.of(kept, new MediaFiles(directory), () -> now, millis -> now += millis);
        new MediaKeeping(new SessionId("alice"), ports, this::download, fed::add).keep(WANTED);
    }

    private CompletionStage<CallResult<Downloaded>> download(MessageKey message, Path target) {
        assertThat(message).isEqualTo(WANTED.message());
        CallResult<Downloaded> result = downloads.size() > 1 ? downloads.removeFirst() : downloads.getFirst();
        try {
            Files.writeString(target, "file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CompletableFuture.completedFuture(result);
    }

    private static CallResult<Downloaded> done() {
        return new CallResult.Done<>(new Downloaded(4, "00ff"));
    }

    private void nothingIsLeftOnTheDisk() throws IOException {
        try (var files = Files.list(directory.resolve("media/alice"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void itIsKept_andTold() throws IOException {
        downloads.add(done());
        keep();
        assertThat(kept.files).containsEntry("A1", "file");
        assertThat(told()).isEqualTo(new Event.StoredMedia("A1", "image/png", "a.png", 4L, "00ff", null, null));
        nothingIsLeftOnTheDisk();
    }

    @Test
    void whatIsKeptAlready_isOnlyTold() {
        kept.known.put("A1", new Event.StoredMedia("A1", "image/png", "a.png", 4L, "00ff", null, null));
        keep();
        assertThat(told().sha256()).isEqualTo("00ff");
        assertThat(kept.files).isEmpty();
    }

    @Test
    void aPageOrAStoreThatIsAway_isTriedAgain() {
        downloads.add(new CallResult.Lost<>("time-out"));
        downloads.add(new CallResult.Refused<>("NOT_CONNECTED", "no connection"));
        downloads.add(done());
        kept.failures = 2;
        keep();
        assertThat(kept.files).containsEntry("A1", "file");
        assertThat(told().problem()).isNull();
    }

    @Test
    void whatWhatsAppHasNoMore_isToldAsThat() throws IOException {
        downloads.add(new CallResult.Refused<>("MEDIA_EXPIRED", "gone"));
        keep();
        assertThat(told().problem()).isEqualTo("MEDIA_EXPIRED");
        assertThat(told().mediaId()).isNull();
        nothingIsLeftOnTheDisk();
    }

    @Test
    void aStoreThatStaysAway_isTold_afterAWhile() {
        downloads.add(done());
        kept.failures = 1_000;
        keep();
        assertThat(told().problem()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(now).isGreaterThan(600_000);
    }

    private static final class Kept implements ReceivedMedia {
        private final Map<String, String> files = new HashMap<>();
        private final Map<String, Event.StoredMedia> known = new HashMap<>();
        private int failures;

        @Override
        public Optional<Event.StoredMedia> find(TenantId tenant, String mediaId) {
            return Optional.ofNullable(known.get(mediaId));
        }

        @Override
        public void keep(TenantId tenant, Event.StoredMedia media, Path file) throws MediaUnavailable, IOException {
            if (failures-- > 0) throw new MediaUnavailable("STORE_UNAVAILABLE", "away");
            files.put(String.valueOf(media.mediaId()), Files.readString(file));
        }
    }
}
