package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.quickstart.S3Store;
import io.rookery.store.MasterKeys;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.s3.S3Settings;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles and epochs in a real store. */
class StoredProfilesIT {
    private static final MasterKeys MASTER_KEYS = KeysetMasterKeys.of(Keyset.create());

    private static S3Store server;
    private static S3ObjectStore store;

    @TempDir
    Path directory;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = new S3Store(data);
        server.start();
        store = S3ObjectStore.open(new S3Settings(
                URI.create(server.endpoint()),
                "us-east-1",
                "rookery",
                new S3Settings.Credentials(server.accessKey(), server.secretKey()),
                true,
                true,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                List.of()));
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Test
    void epochs_areTakenOnce_andTheHighestIsFound() throws Exception {
        var epochs = new StoredEpochs(store);
        var session = new SessionId("epochs");

        assertThat(epochs.highest(session)).isEqualTo(Epoch.NONE);
        for (int epoch = 1; epoch <= 11; epoch++) {
            assertThat(epochs.create(session, new Epoch(epoch))).isTrue();
        }
        assertThat(epochs.create(session, new Epoch(11))).isFalse();
        assertThat(epochs.highest(session)).isEqualTo(new Epoch(11));
    }

    @Test
    void aProfile_survivesStoreAndRestore() throws Exception {
        var profiles = profiles();
        var session = new SessionId("alice");
        Path profile = directory.resolve("profile");
        for (int i = 0; i < 40; i++) {
            Path file = profile.resolve("Default/IndexedDB/db/%06d.ldb".formatted(i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content %d ".formatted(i).repeat(1000));
        }
        profiles.copy(profile, directory.resolve("staging"));

        var stored = profiles.store(
                session,
                TenantId.DEFAULT,
                new Epoch(1),
                directory.resolve("staging"),
                new Profiles.Metadata(5, "156.0", "2.3"));
        var restored = profiles.restore(session, TenantId.DEFAULT, directory.resolve("restored"))
                .map(Profiles.Restored::generation);

        assertThat(stored).isPresent().isEqualTo(restored);
        assertThat(directory.resolve("restored/Default/IndexedDB/db/000039.ldb"))
                .hasSameBinaryContentAs(profile.resolve("Default/IndexedDB/db/000039.ldb"));
        profiles.delete(session, new Epoch(1));
        assertThat(profiles.restore(session, TenantId.DEFAULT, directory.resolve("again")))
                .isEmpty();
    }

    /** With all that the bucket shows: names and contents of every object. */
    @Test
    void whoHasTheBucket_canReadNothingOfAProfile() throws Exception {
        var session = new SessionId("carol");
        var epochs = new StoredEpochs(store);
        epochs.create(session, new Epoch(1));
        String known = "+49 170 1234567: meet me at the harbour. ";
        Path database = Files.createDirectories(directory.resolve("carol/Default/IndexedDB/https_web.whatsapp.com_0"));
        Files.writeString(database.resolve("000123.ldb"), known.repeat(5000));
        Files.writeString(database.resolve("MANIFEST-000001"), known);
        var profiles = profiles();
        for (int generation = 1; generation <= 2; generation++) {
            Files.writeString(database.resolve("000124.log"), known + generation);
            Path staging = directory.resolve("staging");
            profiles.copy(directory.resolve("carol"), staging);
            profiles.store(
                    session,
                    TenantId.DEFAULT,
                    new Epoch(1),
                    staging,
                    new Profiles.Metadata(5, "156.0.8078.79", "2.3000.1"));
        }
        assertThat(profiles.restore(session, TenantId.DEFAULT, directory.resolve("restored")))
                .isPresent();

        List<String> keys = store.list("profiles/carol/");

        assertThat(keys).hasSize(1 + 1 + 2 + 4); // epoch, data key, manifests, files
        for (String key : keys) {
            assertThat(key)
                    .matches(
                            "profiles/carol/(epochs/\\d{10}|keys/\\d{10}-\\d{10}-\\d{10}|manifests/\\d{10}-\\d{10}|files/[0-9a-f]{64}-\\d{10}-\\d{10})");
            byte[] content = store.get(key).orElseThrow();
            assertThat(new String(content, ISO_8859_1))
                    .as(key)
                    .doesNotContain(
                            "harbour", "1234567", "meet me", "000123", "IndexedDB", "whatsapp", "MANIFEST", "Default")
                    .doesNotContain(
                            "\"path\"", "\"files\"", "\"hash\"", "\"done\"", "browserVersion", "8078", "2.3000");
            if (key.contains("/files/")) {
                assertThatThrownBy(() -> Zstd.decompress(content))
                        .as("only compressed: " + key)
                        .isInstanceOf(ZstdException.class);
            }
        }
        assertThat(keys).noneMatch(key -> key.contains(sha256(database.resolve("000123.ldb"))));
        profiles.delete(session, new Epoch(1));
        assertThat(store.list("profiles/carol/"))
                .containsExactly("profiles/carol/epochs/0000000001", "profiles/carol/manifests/0000000001-0000000003");
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StoredProfiles profiles() {
        return new StoredProfiles(
                store,
                new StoredEpochs(store),
                MASTER_KEYS,
                () -> "156.0.8078.79",
                InstantSource.system(),
                new SimpleMeterRegistry());
    }
}
