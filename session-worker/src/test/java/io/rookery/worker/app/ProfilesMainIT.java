package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.tink.KeysetFile;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's tool against a real store, with the settings as a worker has them. */
class ProfilesMainIT {
    private static final SessionId ALICE = new SessionId("alice");

    @TempDir
    Path directory;

    private OperatorToolFixture given;
    private Path keyset;
    private Path file;
    private int counter;

    @BeforeEach
    void start() throws Exception {
        given = new OperatorToolFixture(directory);
        keyset = directory.resolve("master-key.json");
        new KeysetFile(keyset).create();
        file = directory.resolve("alice.profile");
    }

    @AfterEach
    void stop() {
        given.close();
    }

    @Test
    void backToAnOlderGeneration_outIntoAFile_andInAgain() throws Exception {
        new StoredEpochs(given.store).create(ALICE, new Epoch(1));
        store(1, "the first text");
        store(1, "the second text, which went wrong");

        assertThat(profiles("list", "alice")).as(given.err()).isZero();
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst())
                .startsWith("1-2 ")
                .contains(" 1 files", " 33 bytes", "156.0.1.2")
                .endsWith("current");
        assertThat(lines().getLast()).startsWith("1-1 ").doesNotContain("current");

        given.forgetOut();
        assertThat(profiles("restore", "alice", "1-1")).as(given.err()).isZero();
        assertThat(lines())
                .startsWith("restored as generation 2-1: 1 files, 14 bytes")
                .anyMatch(line -> line.contains("must have been closed"))
                .anyMatch(line -> line.contains("three are kept"));
        assertThat(restored()).contains("the first text");

        assertThat(profiles("export", "alice", file.toString())).as(given.err()).isZero();
        byte[] exported = Files.readAllBytes(file);
        worker().delete(ALICE, new Epoch(2));
        assertThat(restored()).isEmpty();

        assertThat(profiles("import", "alice", file.toString())).as(given.err()).isZero();
        assertThat(restored()).contains("the first text");
        store(4, "what the next owner made of it");
        assertThat(restored()).contains("what the next owner made of it");

        assertThat(profiles("import", "alice", file.toString())).isEqualTo(1);
        assertThat(given.err()).isEqualTo("rookery-profiles: session alice has a profile; --replace supersedes it\n");
        assertThat(profiles("import", "alice", file.toString(), "--replace")).isZero();
        assertThat(restored()).contains("the first text");
        assertThat(Files.readAllBytes(file)).isEqualTo(exported);
        assertThat(given.out() + given.err()).doesNotContain("first text", given.server.secretKey());
    }

    @Test
    void whatGoesWrong_isOneLine() throws Exception {
        assertThat(profiles("list", "alice")).isZero();
        assertThat(lines()).containsExactly("session alice has no profile, and never had one");
        assertOneLine("session alice has no profile", "export", "alice", file.toString());
        assertOneLine("session alice has no generation 1-1", "restore", "alice", "1-1");
        assertOneLine(
                "none.profile does not exist",
                "import",
                "alice",
                directory.resolve("none.profile").toString());

        store(1, "one");
        assertThat(profiles("export", "alice", file.toString())).isZero();
        assertOneLine(file + " exists already, and stays as it is", "export", "alice", file.toString());
        assertOneLine(
                "does not exist, or the folder",
                "export",
                "alice",
                directory.resolve("no/folder").toString());

        byte[] content = Files.readAllBytes(file);
        Path part = Files.write(directory.resolve("part"), Arrays.copyOf(content, content.length - 1));
        assertOneLine("was changed, or ends early", "import", "alice", part.toString(), "--replace");
        assertOneLine("it is an export of session alice", "import", "bob", file.toString());

        Path other = directory.resolve("other.json");
        new KeysetFile(other).create();
        Path right = keyset;
        keyset = other;
        assertOneLine("is not in the keyset", "import", "alice", file.toString(), "--replace");
        assertOneLine("is not in the keyset", "restore", "alice", "1-1");
        given.forgetOut();
        assertThat(profiles("list", "alice")).isEqualTo(1);
        assertThat(lines()).singleElement().asString().contains("current, key missing: ");
        keyset = right;

        given.server.stop();
        assertOneLine("the object store can't be used", "list", "alice");
    }

    @Test
    void wrongArguments_areSaid() {
        for (String[] wrong : new String[][] {
            {},
            {"turn", "alice"},
            {"list"},
            {"list", "alice", "more"},
            {"list", "../alice"},
            {"restore", "alice"},
            {"export", "alice"},
            {"export", "alice", "file", "--replace"},
            {"import", "alice"}
        }) {
            assertThat(profiles(wrong)).as(List.of(wrong).toString()).isEqualTo(2);
        }
        assertThat(given.err().lines()).hasSize(9).allMatch(line -> line.startsWith("rookery-profiles: "));
    }

    private void assertOneLine(String part, String... words) {
        given.forgetErr();
        assertThat(profiles(words)).as(part).isEqualTo(1);
        assertThat(given.err().lines())
                .singleElement()
                .asString()
                .startsWith("rookery-profiles: ")
                .contains(part);
    }

    private int profiles(String... words) {
        return given.run((out, err, all) -> new ProfilesMain(out, err).run(all), given.settings(keyset), words);
    }

    private List<String> lines() {
        return given.out().lines().toList();
    }

    private StoredProfiles worker() throws Exception {
        return given.worker(keyset);
    }

    private void store(int epoch, String content) throws Exception {
        given.store(worker(), ALICE, epoch, content, "156.0.1.2");
    }

    /** What a worker would start with. */
    private Optional<String> restored() throws Exception {
        Path target = directory.resolve("restored-" + counter++);
        if (worker().restore(ALICE, TenantId.DEFAULT, target).isEmpty()) return Optional.empty();
        return Optional.of(Files.readString(target.resolve(OperatorToolFixture.FILE)));
    }
}
