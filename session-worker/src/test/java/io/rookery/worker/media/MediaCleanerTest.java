package io.rookery.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.TenantId;
import io.rookery.store.InMemoryLargeObjects;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaCleanerTest {
    private static final long HOUR = 3_600_000;

    @TempDir
    Path directory;

    private final InMemoryLargeObjects objects = new InMemoryLargeObjects();
    private MediaStore store;

    @BeforeEach
    void store() {
        store = new MediaStore(objects, KeysetMasterKeys.of(Keyset.create()), directory);
    }

    @Test
    void oldFilesGo_whenItIsTime_andAgainAnHourLater() throws Exception {
        var cleaner = new MediaCleaner(store, Duration.ofDays(30), 1000);
        file("a", 31);
        file("b", 29);

        cleaner.look(999);
        assertThat(objects.objects()).hasSize(2);
        cleaner.look(1000);
        assertThat(objects.objects()).containsOnlyKeys("media/default/b");

        file("c", 31);
        cleaner.look(1000 + HOUR - 1);
        assertThat(objects.objects()).hasSize(2);
        cleaner.look(1000 + HOUR);
        assertThat(objects.objects()).containsOnlyKeys("media/default/b");
    }

    @Test
    void manyGo_inSeveralTurns_withoutAPause() throws Exception {
        var cleaner = new MediaCleaner(store, Duration.ofDays(30), 0);
        for (int i = 0; i < 600; i++) file("m" + i, 31);

        cleaner.look(0);
        assertThat(objects.objects()).hasSize(100);
        cleaner.look(1);
        assertThat(objects.objects()).isEmpty();
    }

    @Test
    void twoWorkers_doNotDisturbEachOther() throws Exception {
        for (int i = 0; i < 600; i++) file("m" + i, i % 2 == 0 ? 31 : 29);
        Thread[] workers = new Thread[4];
        for (int i = 0; i < workers.length; i++) {
            var cleaner = new MediaCleaner(store, Duration.ofDays(30), 0);
            workers[i] = Thread.ofVirtual().start(() -> cleaner.look(0));
        }
        for (Thread worker : workers) worker.join();

        assertThat(objects.objects()).hasSize(300);
    }

    @Test
    void zeroIsForEver() throws Exception {
        file("a", 10_000);

        new MediaCleaner(store, Duration.ZERO, 0).look(HOUR);

        assertThat(objects.objects()).hasSize(1);
    }

    @Test
    void aStoreThatIsAway_isAskedAgainLater() throws Exception {
        var cleaner = new MediaCleaner(store, Duration.ofDays(30), 0);
        file("a", 31);
        objects.away(true);
        cleaner.look(0);
        objects.away(false);

        cleaner.look(HOUR - 1);
        assertThat(objects.objects()).hasSize(1);
        cleaner.look(HOUR);
        assertThat(objects.objects()).isEmpty();
    }

    private void file(String id, int days) throws Exception {
        Path content = Files.writeString(directory.resolve("content"), id);
        store.put(TenantId.DEFAULT, new MediaId(id), content, MediaInfo.of(content, "text/plain", id));
        objects.aged("media/default/" + id, Duration.ofDays(days));
    }
}
