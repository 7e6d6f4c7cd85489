package io.rookery.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.S3Store;
import io.rookery.store.ObjectStore;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.s3.S3Settings;
import io.rookery.store.tink.KeysetFile;
import io.rookery.store.tink.KeysetMasterKeys;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's tool against a real store, with the settings as a worker has them. */
class KeysMainIT {
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private S3Store server;
    private S3ObjectStore store;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = new S3Store(directory.resolve("s3"));
        server.start();
        store = S3ObjectStore.open(S3Settings.of(
                URI.create(server.endpoint()),
                "us-east-1",
                "rookery",
                new S3Settings.Credentials(server.accessKey(), server.secretKey()),
                true,
                true));
        file = directory.resolve("master-key.json");
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aLifeOfKeys() throws Exception {
        assertThat(keys("create", file.toString())).as(err.toString(UTF_8)).isZero();
        String first = new KeysetFile(file).read().primary();
        // A worker that runs through all of it.
        StoredProfiles worker = worker();
        store(worker, ALICE, 1, "one");
        store(worker, BOB, 1, "one");
        assertThat(list()).containsExactly(first + " primary 2");

        assertThat(keys("rotate", file.toString())).as(err.toString(UTF_8)).isZero();
        String second = new KeysetFile(file).read().primary();
        assertThat(list()).containsExactly(first + " 0", second + " primary 2");
        assertThat(worker.restore(ALICE, directory.resolve("a"))).isPresent();

        // What is new is wrapped by the new key at once, and what the old one has left is as good as before.
        store(worker, new SessionId("carol"), 1, "one");
        store(worker, ALICE, 2, "two");
        assertThat(list()).containsExactly(first + " 0", second + " primary 3");
        assertThat(worker.restore(ALICE, directory.resolve("b"))).isPresent();
        assertThat(worker().restore(BOB, directory.resolve("c"))).isPresent();

        // Half a rotation: the file is there, the rest was not reached.
        assertThat(keys("rotate", file.toString(), "--file-only")).isZero();
        String third = new KeysetFile(file).read().primary();
        assertThat(list()).containsExactly(first + " 0", second + " 3", third + " primary 0");
        assertThat(keys("rewrap", file.toString())).isZero();
        assertThat(keys("rewrap", file.toString())).isZero();
        assertThat(list()).containsExactly(first + " 0", second + " 0", third + " primary 3");
        assertThat(worker.restore(BOB, directory.resolve("d"))).isPresent();

        worker.delete(ALICE, new Epoch(2));
        assertThat(list()).containsExactly(first + " 0", second + " 0", third + " primary 2");
        assertThat(out.toString(UTF_8) + err.toString(UTF_8)).doesNotContain("keyData", "value", server.secretKey());
    }

    @Test
    void aKeyThatIsNotInTheKeyset_isToldOf() throws Exception {
        keys("create", file.toString());
        store(worker(), ALICE, 1, "one");
        String lost = new KeysetFile(file).read().primary();
        Path other = directory.resolve("other.json");
        keys("create", other.toString());

        assertThat(keys("rotate", other.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("rookery-keys: session alice: ")
                .contains(lost);
        assertThat(keys("list", other.toString())).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains(lost + "  ").contains("not in the keyset");

        assertThat(worker().restore(ALICE, directory.resolve("a"))).isPresent();
    }

    @Test
    void aKeysetThatIsASetting_isTheOneThatIsMeant() throws Exception {
        keys("create", file.toString());
        store(worker(), ALICE, 1, "one");
        keys("rotate", file.toString(), "--file-only");
        String setting = "--rookery.store.master-key=" + Files.readString(file);

        assertThat(keys("rewrap", setting)).as(err.toString(UTF_8)).isZero();
        assertThat(keys("list", setting)).as(err.toString(UTF_8)).isZero();

        assertThat(list()).last().isEqualTo(new KeysetFile(file).read().primary() + " primary 1");
    }

    @Test
    void whatGoesWrong_isOneLine() throws Exception {
        assertThat(keys("create", file.toString())).isZero();
        String before = Files.readString(file);
        assertThat(keys("create", file.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .containsExactly("rookery-keys: " + file
                        + " exists already; profiles may hang on its keys, so it stays as it is");
        server.stop();
        err.reset();
        assertThat(keys("rotate", file.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8).lines()).singleElement().asString().contains("the object store can't be used");
        assertThat(file).as("no half rotation").hasContent(before);
        server.start();
        err.reset();
        assertThat(keys("list", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8).lines()).singleElement().asString().contains("does not exist");
    }

    @Test
    void wrongArguments_areSaid() {
        for (String[] wrong :
                new String[][] {{}, {"turn"}, {"create"}, {"create", "a", "b"}, {"list", "a", "--file-only"}, {"list"}
                }) {
            assertThat(keys(wrong)).as(List.of(wrong).toString()).isEqualTo(2);
        }
        assertThat(err.toString(UTF_8).lines()).hasSize(6).allMatch(line -> line.startsWith("rookery-keys: "));
    }

    private int keys(String... words) {
        Map<String, String> settings = new TreeMap<>(Cluster.storeSettings(server, file));
        settings.remove("rookery.store.master-key-file");
        List<String> all = new ArrayList<>(List.of(words));
        settings.forEach((name, value) -> all.add("--" + name + "=" + value));
        return new KeysMain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(all.toArray(String[]::new));
    }

    /** The lines of the list, without the padding. */
    private List<String> list() {
        out.reset();
        assertThat(keys("list", file.toString())).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8)
                .lines()
                .map(line -> line.replace(" data keys", "").strip().replaceAll("\\s+", " "))
                .collect(Collectors.toList());
    }

    private StoredProfiles worker() throws Exception {
        ObjectStore objects = store;
        return new StoredProfiles(
                objects,
                new StoredEpochs(objects),
                KeysetMasterKeys.of(new KeysetFile(file)),
                () -> "",
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    private void store(StoredProfiles worker, SessionId session, int epoch, String content) throws Exception {
        Path database = Files.createDirectories(directory.resolve("profile/Default/IndexedDB/db"));
        Files.writeString(database.resolve("1.log"), content);
        worker.copy(directory.resolve("profile"), directory.resolve("staging"));
        assertThat(worker.store(
                        session, new Epoch(epoch), directory.resolve("staging"), new Profiles.Metadata(0, "", "")))
                .isPresent();
    }
}
