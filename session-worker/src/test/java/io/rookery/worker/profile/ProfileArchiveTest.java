package io.rookery.worker.profile;

import static io.rookery.store.InMemoryObjectStore.failing;
import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore.Call;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.Keyset;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Out of one cluster's store, and into another one's. */
class ProfileArchiveTest {
    private static final SessionId BOB = new SessionId("bob");

    @TempDir
    Path directory;

    private ProfileFixture here;
    private ProfileFixture there;
    private Path temporary;
    private Path file;

    @BeforeEach
    void twoClusters_withTheSameMasterKey() throws Exception {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        file = directory.resolve("alice.profile");
        here = new ProfileFixture(directory.resolve("here"));
        there = new ProfileFixture(directory.resolve("there"));
        there.workerWith(here.keyset);
        here.profileOf("1.ldb", "the known text of a message ".repeat(5000), "2.log", "", "3.log", "abc")
                .storedBy(7);
    }

    @AfterEach
    void noPlainFileIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    // ---- there and back ----

    @Test
    void aProfileMovesToAnotherStore() throws Exception {
        OperatorProfiles.Done exported = operator(here).export(ALICE, file);
        OperatorProfiles.Done imported = operator(there).importFrom(ALICE, file, false);

        assertThat(exported).isEqualTo(new OperatorProfiles.Done("7-1", 3, 140_003, List.of()));
        assertThat(there.restored()).isEqualTo(here.restored()).hasSize(3);
        // Above what it was exported under: where a cluster's Redis knows that epoch, an older one would be taken for
        // another store.
        assertThat(imported.name()).isEqualTo("8-1");
        assertThat(there.epochs.highest(ALICE)).isEqualTo(new Epoch(8));
        assertThat(current(there).metadata()).isEqualTo(current(here).metadata());
    }

    @Test
    void theFileShowsNothing_andIsItsOwnersOnly() throws Exception {
        operator(here).export(ALICE, file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file, ISO_8859_1))
                .startsWith("RKPA")
                .contains("alice")
                .doesNotContain("known text", "1.ldb", "IndexedDB", "156.0");
        assertThat(Files.size(file)).as("compressed").isLessThan(5_000);
    }

    @Test
    void aFileThatExists_staysAsItIs() throws Exception {
        Files.writeString(file, "something of value");

        assertThatThrownBy(() -> operator(here).export(ALICE, file)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasContent("something of value");
    }

    @Test
    void anExportThatFails_leavesNoFile() throws Exception {
        here.store.before(failing(Call.GET, "/files/"));
        assertThatThrownBy(() -> operator(here).export(ALICE, file)).isInstanceOf(StoreUnavailable.class);
        assertThat(file).doesNotExist();
        here.store.healed();

        here.workerWith(Keyset.create());
        assertThatThrownBy(() -> operator(here).export(ALICE, file)).isInstanceOf(KeyUnavailable.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsExportedIsTheNewestWholeOne() throws Exception {
        here.profileOf("1.ldb", "newer").storedBy(7);
        here.profileOf("1.ldb", "newest").storedBy(7);
        String newest = "profiles/alice/manifests/0000000007-0000000003";
        byte[] content = here.store.get(newest).orElseThrow();
        here.store.replace(newest, Arrays.copyOf(content, content.length - 1));
        here.store.remove("profiles/alice/files/"
                + here.files()
                        .filter(name -> name.endsWith("-0000000002"))
                        .findFirst()
                        .orElseThrow());

        OperatorProfiles.Done exported = operator(here).export(ALICE, file);

        assertThat(exported.name()).isEqualTo("7-1");
        assertThat(exported.passedOver()).hasSize(2).first().asString().startsWith("7-3: ");
        operator(there).importFrom(ALICE, file, false);
        assertThat(there.restored()).hasSize(3);
    }

    @Test
    void whereThereIsNoProfile_nothingIsExported() throws Exception {
        assertThatThrownBy(() -> operator(here).export(BOB, file)).isInstanceOf(ProfileRefused.class);
        here.store.before(failing(Call.DELETE, ""));
        assertThatThrownBy(() -> here.profiles.delete(ALICE, new Epoch(7))).isInstanceOf(StoreUnavailable.class);
        here.store.healed();

        assertThatThrownBy(() -> operator(here).export(ALICE, file))
                .isInstanceOf(ProfileRefused.class)
                .hasMessageContaining("it was deleted");
        assertThat(file).doesNotExist();
    }

    @Test
    void aProfileThatIsThere_isSupersededOnlyOnDemand() throws Exception {
        operator(here).export(ALICE, file);
        there.profileOf("1.ldb", "of its own").storedBy(9);

        assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, false))
                .isInstanceOf(ProfileRefused.class)
                .hasMessageContaining("--replace");
        assertThat(there.restored()).isEqualTo(Map.of("1.ldb", "of its own"));

        assertThat(operator(there).importFrom(ALICE, file, true).name()).isEqualTo("10-1");
        assertThat(there.restored()).hasSize(3);
    }

    @Test
    void whatIsImportedReliesOnNothingThatIsStored() throws Exception {
        operator(here).export(ALICE, file);
        String stored = "profiles/alice/files/" + here.files().findFirst().orElseThrow();
        here.store.replace(stored, new byte[] {1, 2, 3});
        assertThatThrownBy(here::restored).isInstanceOf(ProfileDamaged.class);

        operator(here).importFrom(ALICE, file, true);

        assertThat(here.restored()).hasSize(3);
    }

    @Test
    void aDestroyedSessionIsNoProfile_andWhatComesHasANewKey() throws Exception {
        operator(here).export(ALICE, file);
        here.profiles.delete(ALICE, new Epoch(7));

        operator(here).importFrom(ALICE, file, false);

        assertThat(here.restored()).hasSize(3);
        assertThat(here.keys()).containsExactly("0000000008-0000000001-0000000001");
    }

    // ---- what is not taken ----

    @Test
    void anyBitThatFlips_isNoticed_andNothingIsStored() throws Exception {
        operator(here).export(ALICE, file);
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(20261121);
        for (int i = 0; i < 300; i++) {
            byte[] content = whole.clone();
            // The header is short, so it gets as many as the rest.
            int place = random.nextInt(i % 2 == 0 ? content.length : 120);
            content[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, content);

            // The header may say now that it is another session's, a newer format, or that of another master key.
            assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, false))
                    .as("at " + place)
                    .isInstanceOfAny(
                            ProfileDamaged.class, ProfileTooNew.class, ProfileRefused.class, KeyUnavailable.class);
            assertThat(there.store.keys()).isEmpty();
        }
    }

    @Test
    void aFileThatEndsEarlyOrLate_isNoticed() throws Exception {
        operator(here).export(ALICE, file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length + 1; length++) {
            if (length == whole.length) continue;
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, false))
                    .as("with " + length + " bytes")
                    .isInstanceOf(ProfileDamaged.class);
        }
        assertThat(there.store.keys()).isEmpty();
    }

    @Test
    void onlyTheSameSessionTakesIt() throws Exception {
        operator(here).export(ALICE, file);

        assertThatThrownBy(() -> operator(there).importFrom(BOB, file, false))
                .isInstanceOf(ProfileRefused.class)
                .hasMessage("it is an export of session alice, and opens for no other");

        // Also where its header says so.
        byte[] renamed = Files.readAllBytes(file);
        System.arraycopy("bobby".getBytes(ISO_8859_1), 0, renamed, 6, 5);
        Files.write(file, renamed);
        assertThatThrownBy(() -> operator(there).importFrom(new SessionId("bobby"), file, false))
                .isInstanceOf(ProfileDamaged.class);
        assertThat(there.store.keys()).isEmpty();
    }

    @Test
    void aNewerFormat_isNotGuessedAt() throws Exception {
        operator(here).export(ALICE, file);
        byte[] newer = Files.readAllBytes(file);
        newer[4] = ProfileArchive.VERSION + 1;
        Files.write(file, newer);

        assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, false))
                .isInstanceOf(ProfileTooNew.class)
                .hasMessage("the export has format 2, known is up to 1");
    }

    @Test
    void withoutTheMasterKey_itDoesNotOpen() throws Exception {
        operator(here).export(ALICE, file);
        there.workerWith(Keyset.create());

        assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, false))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("master key " + here.keyset.primary() + " is not in the keyset");

        there.workerWith(here.keyset.rotated());
        operator(there).importFrom(ALICE, file, false);
        assertThat(there.restored()).hasSize(3);
    }

    /** As the documents tell one who moves a session into a cluster that has sessions of its own. */
    @Test
    void aKeysetOfTwoClusters_opensIt() throws Exception {
        operator(here).export(ALICE, file);
        JsonMapper json = JsonMapper.builder().build();
        Keyset own = Keyset.create();
        ObjectNode both = (ObjectNode) json.readTree(own.json());
        both.withArray("key")
                .addAll((ArrayNode) json.readTree(here.keyset.json()).get("key"));
        there.workerWith(Keyset.parse(both.toString()));

        operator(there).importFrom(ALICE, file, false);

        assertThat(there.keyset.primary()).isEqualTo(own.primary());
        there.workerWith(own);
        assertThat(there.restored()).as("wrapped by its own key in the store").hasSize(3);
    }

    @Test
    void whereTheProfileThatIsThereHasAKeyThatIsMissing_nothingIsStored() throws Exception {
        operator(here).export(ALICE, file);
        there.workerWith(Keyset.create());
        there.profileOf("1.ldb", "of its own").storedBy(1);
        there.workerWith(here.keyset);
        List<String> before = there.store.keys();

        assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, true)).isInstanceOf(KeyUnavailable.class);

        assertThat(there.store.keys()).isEqualTo(before);
    }

    @Test
    void whatAMasterKeyHasSealed_isCheckedAllTheSame() throws Exception {
        assertNotTaken("path leaves the profile: ../away", out -> table(out, "../away", 0));
        assertNotTaken("path leaves the profile: /etc/passwd", out -> table(out, "/etc/passwd", 0));
        assertNotTaken("path stands twice: a", out -> table(out, "a", 0, "a", 0));
        assertNotTaken("path is a file and a directory: a", out -> table(out, "a", 0, "a/b", 0));
        assertNotTaken("impossible size: a", out -> table(out, "a", -1));
        assertNotTaken("impossible size: a", out -> table(out, "a", Long.MAX_VALUE));
        assertNotTaken(
                "the export: 4294967297 bytes are more than 4294967296",
                out -> table(out, "a", FileTable.MAX_BYTES, "b", 1));
        assertNotTaken("the export names no file", ProfileArchiveTest::table);
        assertNotTaken("the export: 2147483647 files are more than 20000", out -> {
            metadata(out);
            out.writeInt(Integer.MAX_VALUE);
        });
        assertNotTaken("the export was changed, or ends early", out -> table(out, "a", 10));
        assertNotTaken("the export was changed, or ends early", out -> table(out, "a", 0));
        assertNotTaken("the export does not end where it should", out -> {
            table(out, "a", 0);
            out.writeLong(ProfileArchive.END - 1);
        });
        assertNotTaken("the export does not end where it should", out -> {
            table(out, "a", 0);
            out.writeLong(ProfileArchive.END);
            out.writeByte(0);
        });
    }

    private interface Content {
        void to(DataOutputStream out) throws IOException;
    }

    private void assertNotTaken(String message, Content content) throws Exception {
        try (OutputStream target = Files.newOutputStream(file);
                DataOutputStream out = new ProfileArchive(here.masterKeys)
                        .sealing(target, ALICE, TenantId.DEFAULT, ManifestKey.first(new Epoch(1)))) {
            content.to(out);
        }
        assertThatThrownBy(() -> operator(there).importFrom(ALICE, file, false))
                .isInstanceOfAny(ProfileDamaged.class, ProfileRefused.class)
                .hasMessageContaining(message);
        assertThat(there.store.keys()).isEmpty();
    }

    private static void metadata(DataOutputStream out) throws IOException {
        out.writeLong(41);
        out.writeUTF("156.0.8078.79");
        out.writeUTF("");
    }

    private static void table(DataOutputStream out, Object... pathsAndSizes) throws IOException {
        metadata(out);
        out.writeInt(pathsAndSizes.length / 2);
        for (int i = 0; i < pathsAndSizes.length; i += 2) {
            out.writeUTF((String) pathsAndSizes[i]);
            out.writeLong(((Number) pathsAndSizes[i + 1]).longValue());
        }
    }

    private static Manifest current(ProfileFixture cluster) throws Exception {
        var manifests = new Manifests(cluster.store, cluster.masterKeys);
        ManifestKey newest = manifests.keys(ALICE).getFirst();
        return manifests.read(ALICE, newest, new DataKeys(cluster.store, cluster.masterKeys).of(ALICE));
    }

    private OperatorProfiles operator(ProfileFixture cluster) {
        return new OperatorProfiles(
                cluster.store,
                cluster.epochs,
                cluster.masterKeys,
                InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")),
                temporary);
    }
}
