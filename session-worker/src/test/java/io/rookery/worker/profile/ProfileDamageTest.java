package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile that is there but not whole is said to be so, by the name of the file, and nothing is left in the directory. */
class ProfileDamageTest {
    private static final String MANIFEST = "profiles/alice/manifests/0000000001-0000000001";

    @TempDir
    Path directory;

    private ProfileFixture given;
    private String file;

    @BeforeEach
    void aStoredProfile() throws Exception {
        given = new ProfileFixture(directory);
        given.profileOf("000001.ldb", "content ".repeat(1000)).storedBy(1);
        file = "profiles/alice/files/" + given.files().findFirst().orElseThrow();
    }

    @Test
    void aMissingFile() {
        given.store.remove(file);

        assertDamaged("missing in the store: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileThatEndsEarly() throws Exception {
        byte[] whole = given.store.get(file).orElseThrow();
        given.store.replace(file, Arrays.copyOf(whole, whole.length - 5));

        assertDamaged("Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileThatIsNotCompressed() {
        given.store.replace(file, "content".getBytes(UTF_8));

        assertDamaged("can't be unpacked: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void anEmptyFile() {
        given.store.replace(file, new byte[0]);

        assertDamaged("Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileOfAnotherContent() {
        given.store.replace(file, Zstd.compress("CONTENT ".repeat(1000).getBytes(UTF_8)));

        assertDamaged("another checksum than its manifest says: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileThatGrowsWithoutEnd() {
        given.store.replace(file, Zstd.compress(new byte[10_000_000]));

        assertDamaged("longer than its manifest says: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aShorterFile() {
        given.store.replace(file, Zstd.compress("content ".getBytes(UTF_8)));

        assertDamaged("shorter than its manifest says: Default/IndexedDB/db/000001.ldb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "Default/../../outside",
                "/etc/outside",
                "Default//x",
                "./x",
                "Default/.",
                "",
                "Default/",
                "Default\\\\..\\\\x",
                "a\\u0000b"
            })
    void aPathThatLeavesTheProfile(String path) throws Exception {
        editManifest("Default/IndexedDB/db/000001.ldb", path);

        assertDamaged("path leaves the profile");
    }

    @Test
    void aPathThatStandsTwice() throws Exception {
        duplicateLine("Default/IndexedDB/db/000001.ldb");

        assertDamaged("path stands twice");
    }

    @Test
    void aPathThatIsAFileAndADirectory() throws Exception {
        duplicateLine("Default/IndexedDB/db");

        assertDamaged("a file and a directory: Default/IndexedDB/db");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "alice"                  | "mallory"                | something else
                    "0000000001-0000000001", | "0000000001-0000000002", | something else
                    "format":1               | "format":0               | something else
                    "format":1               | "form":1                 | not readable
                    "2026-11-20T12:00:00Z"   | "yesterday"              | has no time
                    "path"                   | "pfad"                   | incomplete line
                    "sha256":"               | "sha256":"x             | incomplete line
                    "format"                 | format                   | not readable
                    "size":                  | "size":-                 | negative size
                    """)
    void aManifestThatDoesNotHoldTogether(String was, String is, String said) throws Exception {
        editManifest(was, is);

        assertDamaged(said);
    }

    @Test
    void aManifestWithoutFiles() throws Exception {
        String text = manifest();
        given.store.replace(MANIFEST, (text.substring(0, text.indexOf("\"files\"")) + "\"files\":[]}").getBytes(UTF_8));

        assertDamaged("names no file");
    }

    @Test
    void anEmptyManifest() {
        given.store.replace(MANIFEST, new byte[0]);

        assertDamaged("not readable");
    }

    @Test
    void aManifestOfANewerFormat_isTooNew() throws Exception {
        editManifest("\"format\":1", "\"format\":2");

        assertThatThrownBy(given::restored).isInstanceOf(ProfileTooNew.class);
    }

    @Test
    void aManifestWithMoreFields_isRead() throws Exception {
        editManifest("\"format\":1", "\"format\":1,\"mood\":\"good\"");

        assertThat(given.restored()).hasSize(1);
    }

    private void assertDamaged(String message) {
        Path target = directory.resolve("target");
        assertThatThrownBy(() -> given.profiles.restore(ALICE, target))
                .isInstanceOf(ProfileDamaged.class)
                .hasMessageContaining(message);
        assertThat(target.resolve("Default")).doesNotExist();
        assertThat(directory.resolve("target.incoming")).doesNotExist();
        assertThat(directory.resolve("outside")).doesNotExist();
        assertThat(given.restores("damaged")).isOne();
        assertThat(given.restores("none")).isZero();
    }

    private String manifest() throws StoreUnavailable {
        return new String(given.store.get(MANIFEST).orElseThrow(), UTF_8);
    }

    private void editManifest(String was, String is) throws StoreUnavailable {
        assertThat(manifest()).contains(was);
        given.store.replace(MANIFEST, manifest().replace(was, is).getBytes(UTF_8));
    }

    /** Adds the manifest's line once more, with another path. */
    private void duplicateLine(String path) throws StoreUnavailable {
        String text = manifest();
        String line = text.substring(text.indexOf("[{") + 1, text.indexOf("}]") + 1);
        String other = line.replace("Default/IndexedDB/db/000001.ldb", path);
        given.store.replace(MANIFEST, text.replace(line, line + "," + other).getBytes(UTF_8));
    }
}
