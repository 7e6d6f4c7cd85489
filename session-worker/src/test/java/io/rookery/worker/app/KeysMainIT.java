package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.tink.KeysetFile;
import io.rookery.worker.profile.StoredProfiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private OperatorToolFixture given;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        given = new OperatorToolFixture(directory);
        file = directory.resolve("master-key.json");
    }

    @AfterEach
    void stop() {
        given.close();
    }

    @Test
    void aLifeOfKeys() throws Exception {
        assertThat(keys("create", file.toString())).as(given.err()).isZero();
        String first = new KeysetFile(file).read().primary();
        // A worker that runs through all of it.
        StoredProfiles worker = worker();
        store(worker, ALICE, 1, "one");
        store(worker, BOB, 1, "one");
        assertThat(list()).containsExactly(first + " primary 2");

        assertThat(keys("rotate", file.toString())).as(given.err()).isZero();
        String second = new KeysetFile(file).read().primary();
        assertThat(list()).containsExactly(first + " 0", second + " primary 2");
        assertThat(worker.restore(ALICE, TenantId.DEFAULT, directory.resolve("a")))
                .isPresent();

        // What is new is wrapped by the new key at once, and what the old one has left is as good as before.
        store(worker, new SessionId("carol"), 1, "one");
        store(worker, ALICE, 2, "two");
        assertThat(list()).containsExactly(first + " 0", second + " primary 3");
        assertThat(worker.restore(ALICE, TenantId.DEFAULT, directory.resolve("b")))
                .isPresent();
        assertThat(worker().restore(BOB, TenantId.DEFAULT, directory.resolve("c")))
                .isPresent();

        // Half a rotation: the file is there, the rest was not reached.
        assertThat(keys("rotate", file.toString(), "--file-only")).isZero();
        String third = new KeysetFile(file).read().primary();
        assertThat(list()).containsExactly(first + " 0", second + " 3", third + " primary 0");
        assertThat(keys("rewrap", file.toString())).isZero();
        assertThat(keys("rewrap", file.toString())).isZero();
        assertThat(list()).containsExactly(first + " 0", second + " 0", third + " primary 3");
        assertThat(worker.restore(BOB, TenantId.DEFAULT, directory.resolve("d")))
                .isPresent();

        worker.delete(ALICE, new Epoch(2));
        assertThat(list()).containsExactly(first + " 0", second + " 0", third + " primary 2");
        assertThat(given.out() + given.err()).doesNotContain("keyData", "value", given.server.secretKey());
    }

    @Test
    void aKeyThatIsNotInTheKeyset_isToldOf() throws Exception {
        keys("create", file.toString());
        store(worker(), ALICE, 1, "one");
        String lost = new KeysetFile(file).read().primary();
        Path other = directory.resolve("other.json");
        keys("create", other.toString());

        assertThat(keys("rotate", other.toString())).isEqualTo(1);
        assertThat(given.err()).startsWith("rookery-keys: session alice: ").contains(lost);
        assertThat(keys("list", other.toString())).isEqualTo(1);
        assertThat(given.out()).contains(lost + "  ").contains("not in the keyset");

        assertThat(worker().restore(ALICE, TenantId.DEFAULT, directory.resolve("a")))
                .isPresent();
    }

    @Test
    void aKeysetThatIsASetting_isTheOneThatIsMeant() throws Exception {
        keys("create", file.toString());
        store(worker(), ALICE, 1, "one");
        keys("rotate", file.toString(), "--file-only");
        String setting = "--rookery.store.master-key=" + Files.readString(file);

        assertThat(keys("rewrap", setting)).as(given.err()).isZero();
        assertThat(keys("list", setting)).as(given.err()).isZero();

        assertThat(list()).last().isEqualTo(new KeysetFile(file).read().primary() + " primary 1");
    }

    @Test
    void whatGoesWrong_isOneLine() throws Exception {
        assertThat(keys("create", file.toString())).isZero();
        String before = Files.readString(file);
        assertThat(keys("create", file.toString())).isEqualTo(1);
        assertThat(given.err().lines())
                .containsExactly("rookery-keys: " + file
                        + " exists already; profiles may hang on its keys, so it stays as it is");
        given.server.stop();
        given.forgetErr();
        assertThat(keys("rotate", file.toString())).isEqualTo(1);
        assertThat(given.err().lines()).singleElement().asString().contains("the object store can't be used");
        assertThat(file).as("no half rotation").hasContent(before);
        given.server.start();
        given.forgetErr();
        assertThat(keys("list", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(given.err().lines()).singleElement().asString().contains("does not exist");
    }

    @Test
    void wrongArguments_areSaid() {
        for (String[] wrong :
                new String[][] {{}, {"turn"}, {"create"}, {"create", "a", "b"}, {"list", "a", "--file-only"}, {"list"}
                }) {
            assertThat(keys(wrong)).as(List.of(wrong).toString()).isEqualTo(2);
        }
        assertThat(given.err().lines()).hasSize(6).allMatch(line -> line.startsWith("rookery-keys: "));
    }

    private int keys(String... words) {
        Map<String, String> settings = given.settings(file);
        settings.remove("rookery.store.master-key-file");
        return given.run((out, err, all) -> new KeysMain(out, err).run(all), settings, words);
    }

    /** The lines of the list, without the padding. */
    private List<String> list() {
        given.forgetOut();
        assertThat(keys("list", file.toString())).as(given.err()).isZero();
        return given.out()
                .lines()
                .map(line -> line.replace(" data keys", "").strip().replaceAll("\\s+", " "))
                .collect(Collectors.toList());
    }

    private StoredProfiles worker() throws Exception {
        return given.worker(file);
    }

    private void store(StoredProfiles worker, SessionId session, int epoch, String content) throws Exception {
        given.store(worker, session, epoch, content, "");
    }
}
