package io.rookery.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.quickstart.S3Store;
import io.rookery.store.ObjectListing;
import io.rookery.store.ObjectStore;
import io.rookery.store.ObjectStoreContract;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.StoreUnsuitable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real server, in pages of three keys. */
class S3ObjectStoreIT extends ObjectStoreContract {
    private static S3Store server;
    private static S3ObjectStore store;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = new S3Store(data);
        server.start();
        S3ObjectStore.open(settings("rookery", server.secretKey(), true)).close();
        store = new S3ObjectStore(settings("rookery", server.secretKey(), true), 3);
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void aSecondStart_findsTheBucket() throws Exception {
        S3ObjectStore.open(settings("rookery", server.secretKey(), false)).close();

        assertThat(store.list("probes/")).isEmpty();
    }

    @Test
    void aMissingBucket_isNeverAnEmptyOne() {
        assertThatThrownBy(() -> S3ObjectStore.open(settings("missing", server.secretKey(), false)))
                .isInstanceOf(StoreUnsuitable.class)
                .hasMessageContaining("has no bucket missing");
        try (var lost = new S3ObjectStore(settings("missing", server.secretKey(), false), 3)) {
            assertThatThrownBy(() -> lost.get("key")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> lost.list("key")).isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void aWrongSecret_isRefusedAtTheStart() {
        assertThatThrownBy(() -> S3ObjectStore.open(settings("rookery", "wrong", false)))
                .isInstanceOf(StoreUnsuitable.class)
                .hasMessageContaining("refuses the access key");
        try (var stranger = new S3ObjectStore(settings("rookery", "wrong", false), 3)) {
            assertThatThrownBy(() -> stranger.get("key")).isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void objectsAreListedWithTheirSizes() throws Exception {
        Instant before = Instant.now().minusSeconds(2);
        for (int object = 1; object <= 4; object++) store.put("sized/" + object, List.of(new byte[object]));

        List<ObjectListing.StoredObject> objects = store.objects("sized/");

        assertThat(objects)
                .extracting(ObjectListing.StoredObject::key)
                .containsExactly("sized/1", "sized/2", "sized/3", "sized/4");
        assertThat(objects).extracting(ObjectListing.StoredObject::bytes).containsExactly(1L, 2L, 3L, 4L);
        assertThat(objects)
                .allSatisfy(it -> assertThat(it.storedAt())
                        .isBetween(before, Instant.now().plusSeconds(2)));
    }

    private static S3Settings settings(String bucket, String secretKey, boolean create) {
        return new S3Settings(
                URI.create(server.endpoint()),
                "us-east-1",
                bucket,
                new S3Settings.Credentials(server.accessKey(), secretKey),
                true,
                create,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                List.of());
    }
}
