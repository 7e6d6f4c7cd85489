package io.rookery.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.TenantId;
import io.rookery.quickstart.S3Store;
import io.rookery.store.LargeObjects;
import io.rookery.store.LargeObjectsContract;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real server, and files of messages in it. */
class S3LargeObjectsIT extends LargeObjectsContract {
    private static final TenantId TENANT = TenantId.DEFAULT;

    private static S3Store server;
    private static S3ObjectStore small;
    private static S3LargeObjects large;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = new S3Store(data);
        server.start();
        small = S3ObjectStore.open(settings("rookery", server.secretKey()));
        large = new S3LargeObjects(settings("rookery", server.secretKey()));
    }

    @AfterAll
    static void stop() {
        large.close();
        small.close();
        server.close();
    }

    @Override
    protected LargeObjects large() {
        return large;
    }

    @Test
    void aMissingBucketOrAWrongKey_isNeverAnAbsentObject() {
        for (S3Settings wrong : List.of(settings("missing", server.secretKey()), settings("rookery", "wrong"))) {
            try (var lost = new S3LargeObjects(wrong)) {
                assertThatThrownBy(() -> lost.open("key")).isInstanceOf(StoreUnavailable.class);
                assertThatThrownBy(() -> lost.start("key", 1)).isInstanceOf(StoreUnavailable.class);
            }
        }
    }

    @Test
    void whoHasTheBucket_canReadNothingOfAFile() throws Exception {
        var store = media();
        Path file = Files.writeString(directory.resolve("plan"), "meet me at the harbour. ".repeat(20_000));
        MediaInfo info = MediaInfo.of(file, "application/pdf", "harbour-plan.pdf");
        MediaId id = MediaId.random();

        assertThat(store.put(TENANT, id, file, info)).isTrue();
        assertThat(store.put(TENANT, id, file, info)).isFalse();

        assertThat(small.list("media/default/" + id)).containsExactly("media/default/" + id);
        byte[] stored = small.get("media/default/" + id).orElseThrow();
        assertThat(new String(stored, ISO_8859_1)).doesNotContain("harbour", "meet me", "plan", "application");
        assertThat(new String(stored, UTF_8)).doesNotContain("harbour");
        assertThat(store.exists(TENANT, id)).isTrue();
        assertThat(store.info(TENANT, id)).contains(info);
        Path back = directory.resolve("back");
        assertThat(store.get(TENANT, id, back)).contains(info);
        assertThat(back).hasSameBinaryContentAs(file);
    }

    /** The server, which has a heap of 128 MB, must not have to hold it: neither the file nor what a signature would be of. */
    @Test
    void aFileThatIsLargerThanTheServersMemory_goesThereAndBack() throws Exception {
        var store = media();
        Path file = directory.resolve("film");
        byte[] block = new byte[1 << 20];
        var random = new Random(5);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 150; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        MediaInfo info = MediaInfo.of(file, "video/mp4", "film.mp4");
        MediaId id = MediaId.random();

        assertThat(store.put(TENANT, id, file, info)).isTrue();

        Path back = directory.resolve("back");
        assertThat(store.get(TENANT, id, back)).contains(info);
        assertThat(MediaInfo.of(back, "video/mp4", "film.mp4")).isEqualTo(info);
    }

    @Test
    void age_isByTheStoresClock() throws Exception {
        for (int i = 0; i < 5; i++) {
            large.create("age/" + i, Files.writeString(directory.resolve("age"), "content " + i));
        }
        Thread.sleep(2_500); // the store's clock tells whole seconds

        assertThat(large.olderThan("age/", Duration.ofSeconds(1), 100))
                .containsExactly("age/0", "age/1", "age/2", "age/3", "age/4");
        assertThat(large.olderThan("age/", Duration.ofSeconds(1), 3)).containsExactly("age/0", "age/1", "age/2");
        assertThat(large.olderThan("age/", Duration.ofMinutes(1), 100)).isEmpty();
        try (var lost = new S3LargeObjects(settings("missing", server.secretKey()))) {
            assertThatThrownBy(() -> lost.olderThan("age/", Duration.ZERO, 100)).isInstanceOf(StoreUnavailable.class);
        }
    }

    private MediaStore media() {
        return new MediaStore(large, KeysetMasterKeys.of(Keyset.create()), directory);
    }

    private static S3Settings settings(String bucket, String secretKey) {
        return new S3Settings(
                URI.create(server.endpoint()),
                "us-east-1",
                bucket,
                new S3Settings.Credentials(server.accessKey(), secretKey),
                true,
                true,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                List.of());
    }
}
