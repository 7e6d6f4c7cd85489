package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
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
    void aFileThatIsNotEncrypted() {
        given.store.replace(file, "content ".repeat(1000).getBytes(UTF_8));

        assertDamaged("can't be decrypted and unpacked: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileThatIsNotCompressed() throws Exception {
        var sealed = new ByteArrayOutputStream();
        try (OutputStream out = given.dataKey().encrypting(sealed, Binding.file(TenantId.DEFAULT, ALICE, name()))) {
            out.write("content".getBytes(UTF_8));
        }
        given.store.replace(file, sealed.toByteArray());

        assertDamaged("can't be decrypted and unpacked: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void anEmptyFile() {
        given.store.replace(file, new byte[0]);

        assertDamaged("Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileOfAnotherContent() throws Exception {
        storeAs(file, "CONTENT ".repeat(1000).getBytes(UTF_8));

        assertDamaged("another checksum than its manifest says: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aFileThatGrowsWithoutEnd() throws Exception {
        storeAs(file, new byte[10_000_000]);

        assertDamaged("longer than its manifest says: Default/IndexedDB/db/000001.ldb");
    }

    @Test
    void aShorterFile() throws Exception {
        storeAs(file, "content ".getBytes(UTF_8));

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
                    "2026-11-20T12:00:00Z"   | "yesterday"              | has no time
                    "path"                   | "pfad"                   | incomplete line
                    "hash":"                 | "hash":"x                | incomplete line
                    "path"                   | path                     | not readable
                    "size":                  | "size":-                 | impossible size
                    """)
    void aManifestThatDoesNotHoldTogether(String was, String is, String said) throws Exception {
        editManifest(was, is);

        assertDamaged(said);
    }

    @Test
    void aManifestWithoutFiles() throws Exception {
        String text = manifest();
        replaceManifest(text.substring(0, text.indexOf("\"files\"")) + "\"files\":[]}");

        assertDamaged("names no file");
    }

    @Test
    void anEmptyManifest() {
        given.store.replace(MANIFEST, new byte[0]);

        assertDamaged("not readable");
    }

    @Test
    void aManifestOfANewerFormat_isTooNew() throws Exception {
        byte[] content = given.store.get(MANIFEST).orElseThrow();
        content[4]++;
        given.store.replace(MANIFEST, content);

        assertThatThrownBy(given::restored).isInstanceOf(ProfileTooNew.class);
    }

    @Test
    void aFileThatWouldFillTheDisk_isRefusedBeforeItIsFetched() throws Exception {
        editManifest("\"size\":8000", "\"size\":4294967297");

        assertDamaged("impossible size");
    }

    @Test
    void aManifestWithMoreFields_isRead() throws Exception {
        editManifest("\"done\":", "\"mood\":\"good\",\"done\":");

        assertThat(given.restored()).hasSize(1);
    }

    private void assertDamaged(String message) {
        Path target = directory.resolve("target");
        assertThatThrownBy(() -> given.profiles.restore(ALICE, TenantId.DEFAULT, target))
                .isInstanceOf(ProfileDamaged.class)
                .hasMessageContaining(message);
        assertThat(target.resolve("Default")).doesNotExist();
        assertThat(directory.resolve("target.incoming")).doesNotExist();
        assertThat(directory.resolve("outside")).doesNotExist();
        assertThat(given.restores("damaged")).isOne();
        assertThat(given.restores("none")).isZero();
    }

    private ObjectName name() {
        return ObjectName.parse(given.files().findFirst().orElseThrow()).orElseThrow();
    }

    /** As one who has all the keys. */
    private void storeAs(String key, byte[] content) throws Exception {
        Path file = Files.write(directory.resolve("forged"), content);
        Path packed = directory.resolve("forged.packed");
        FilePacking.pack(file, packed, given.dataKey(), ALICE, name());
        given.store.put(key, packed);
    }

    private ManifestFormat.Header header() throws Exception {
        return ManifestFormat.header(
                ManifestKey.first(new Epoch(1)), given.store.get(MANIFEST).orElseThrow());
    }

    private byte[] binding(ManifestFormat.Header header) {
        return Binding.manifest(TenantId.DEFAULT, ALICE, ManifestKey.first(new Epoch(1)), header.bytes());
    }

    private String manifest() throws Exception {
        ManifestFormat.Header header = header();
        return new String(given.dataKey().open(header.sealed(), binding(header)).orElseThrow(), UTF_8);
    }

    /** As one who has all the keys. */
    private void replaceManifest(String text) throws Exception {
        ManifestFormat.Header header = header();
        byte[] sealed = given.dataKey().seal(text.getBytes(UTF_8), binding(header));
        byte[] content = Arrays.copyOf(header.bytes(), header.bytes().length + sealed.length);
        System.arraycopy(sealed, 0, content, header.bytes().length, sealed.length);
        given.store.replace(MANIFEST, content);
    }

    private void editManifest(String was, String is) throws Exception {
        assertThat(manifest()).contains(was);
        replaceManifest(manifest().replace(was, is));
    }

    /** Adds the manifest's line once more, with another path. */
    private void duplicateLine(String path) throws Exception {
        String text = manifest();
        String line = text.substring(text.indexOf("[{") + 1, text.indexOf("}]") + 1);
        String other = line.replace("Default/IndexedDB/db/000001.ldb", path);
        replaceManifest(text.replace(line, line + "," + other));
    }
}
