package io.rookery.worker.profile;

import static io.rookery.store.InMemoryObjectStore.failing;
import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore.Call;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredProfilesTest {
    @TempDir
    Path directory;

    private ProfileFixture given;

    @BeforeEach
    void fixture() {
        given = new ProfileFixture(directory);
    }

    @Test
    void aSessionWithoutAManifest_hasNoProfile() throws Exception {
        assertThat(given.restored()).isEmpty();
        assertThat(given.restores("none")).isOne();
    }

    @Test
    void whatWasStored_comesBack() throws Exception {
        var stored = given.profileOf("1.ldb", "one", "2.log", "two").storedBy(1);

        assertThat(stored).contains(new Profiles.Generation(new Epoch(1), 1, 2, 6));
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one", "2.log", "two"));
        assertThat(given.restores("restored")).isOne();
        assertThat(given.meters.get("rookery.profile.store").timer().count()).isOne();
        assertThat(given.meters.get("rookery.profile.restore").timer().count()).isOne();
        assertThat(given.meters.get("rookery.profile.bytes.sent").counter().count())
                .isGreaterThan(100);
    }

    @Test
    void onlyChangedFilesTravel_andEachContentOnce() throws Exception {
        given.profileOf("1.ldb", "one", "2.ldb", "same", "3.ldb", "same").storedBy(1);
        assertThat(given.store.puts()).isEqualTo(2);

        given.profileOf("1.ldb", "one", "2.ldb", "same", "4.log", "new").storedBy(1);

        assertThat(given.store.puts()).isEqualTo(3);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one", "2.ldb", "same", "4.log", "new"));
    }

    @Test
    void filesOfEverySize_comeBack() throws Exception {
        String most = "0123456789abcdef".repeat(FilePacking.IN_MEMORY / 16);

        given.profileOf("1.ldb", "", "2.ldb", most, "3.log", most + "one more").storedBy(1);

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "", "2.ldb", most, "3.log", most + "one more"));
    }

    @Test
    void nothingChanged_nothingStored_butANewEpochWritesItsOwnManifest() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);

        assertThat(given.storedBy(1)).isEmpty();
        assertThat(given.storedBy(2)).contains(new Profiles.Generation(new Epoch(2), 1, 1, 3));

        assertThat(given.manifests()).containsExactly("0000000001-0000000001", "0000000002-0000000001");
        assertThat(given.store.puts()).isEqualTo(1);
    }

    @Test
    void theStagingDirectoryIsGone_whateverHappens() throws Exception {
        given.profileOf("1.ldb", "one");
        Path staging = given.staged();
        given.store.before(failing(Call.PUT, "/files/"));

        assertThatThrownBy(() -> given.profiles.store(
                        ALICE, TenantId.DEFAULT, new Epoch(1), staging, new Profiles.Metadata(0, "", "")))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(staging).doesNotExist();
        assertThat(directory).isDirectoryNotContaining("glob:**packing");
    }

    @Test
    void aCrashBetweenFilesAndManifest_leavesThePreviousGeneration() throws Exception {
        given.profileOf("1.ldb", "old").storedBy(1);
        given.profileOf("1.ldb", "new", "2.ldb", "more");
        given.store.before(failing(Call.PUT_IF_ABSENT, "/manifests/"));

        assertThatThrownBy(() -> given.storedBy(1)).isInstanceOf(StoreUnavailable.class);
        given.store.healed();

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "old"));
        assertThat(given.files()).hasSize(3);
        given.storedBy(1);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "new", "2.ldb", "more"));
    }

    @Test
    void aCrashAmongTheFiles_leavesThePreviousGeneration_andItsRemainsAreCollected() throws Exception {
        given.profileOf("1.ldb", "old").storedBy(1);
        given.profileOf("1.ldb", "lost 1", "2.ldb", "lost 2", "3.ldb", "lost 3");
        given.store.after(failing(Call.PUT, "/files/"));

        assertThatThrownBy(() -> given.storedBy(1)).isInstanceOf(StoreUnavailable.class);
        given.store.healed();

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "old"));
        given.profileOf("1.ldb", "new").storedBy(1);
        assertThat(given.files()).hasSize(2);
    }

    @Test
    void aManifestWhoseAnswerGotLost_isRecognisedByARepeat() throws Exception {
        given.profileOf("1.ldb", "one");
        given.store.after(failing(Call.PUT_IF_ABSENT, "/manifests/"));
        assertThatThrownBy(() -> given.storedBy(1)).isInstanceOf(StoreUnavailable.class);
        given.store.healed();

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
        assertThat(given.storedBy(1)).isEmpty();
    }

    @Test
    void aManifestThatTheClientWroteTwice_isItsOwn() throws Exception {
        given.store.repeatingCreations();

        assertThat(given.profileOf("1.ldb", "one").storedBy(1))
                .contains(new Profiles.Generation(new Epoch(1), 1, 1, 3));

        assertThat(given.manifests()).hasSize(1);
    }

    @Test
    void aManifestThatArrivesLate_makesTheRepeatTakeTheNextGeneration() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        byte[] late = given.store
                .get("profiles/alice/manifests/0000000001-0000000001")
                .orElseThrow();
        given.store.remove("profiles/alice/manifests/0000000001-0000000001");
        given.store.before((call, key) -> {
            if (call == Call.PUT_IF_ABSENT) given.store.replace("profiles/alice/manifests/0000000001-0000000001", late);
        });

        var stored = given.profileOf("1.ldb", "two").storedBy(1);

        assertThat(stored).contains(new Profiles.Generation(new Epoch(1), 2, 1, 3));
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "two"));
    }

    @Test
    void anEmptyCopy_isAnError_andNoManifest() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        Files.createDirectories(directory.resolve("empty/Default"));
        given.profiles.copy(directory.resolve("empty"), directory.resolve("staging"));

        assertThatThrownBy(() -> given.profiles.store(
                        ALICE,
                        TenantId.DEFAULT,
                        new Epoch(1),
                        directory.resolve("staging"),
                        new Profiles.Metadata(0, "", "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no file");

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void aStoreThatDoesNotAnswer_isNeverNoProfile() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        for (Call call : new Call[] {Call.LIST, Call.GET}) {
            given.store.before(failing(call, ""));

            assertThatThrownBy(given::restored).isInstanceOf(StoreUnavailable.class);
        }
        assertThat(given.restores("unavailable")).isEqualTo(2);
        assertThat(given.restores("none")).isZero();
    }

    @Test
    void aZombieOfAnOlderEpoch_writesBelowAndDoesNotBecomeCurrent() throws Exception {
        given.profileOf("1.ldb", "old").storedBy(1);
        given.epochs.create(ALICE, new Epoch(2));
        given.profileOf("1.ldb", "new").storedBy(2);

        var zombies = given.profileOf("1.ldb", "zombie's").storedBy(1);

        assertThat(zombies).isPresent();
        assertThat(given.manifests())
                .containsExactly("0000000001-0000000001", "0000000001-0000000002", "0000000002-0000000001");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "new"));
    }

    @Test
    void aProfileOfANewerBrowser_isNotRestored_andStaysWhole() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1, "157.0.1.2");

        assertThatThrownBy(given::restored)
                .isInstanceOf(ProfileTooNew.class)
                .hasMessageContaining("157.0.1.2")
                .hasMessageContaining("156.0.8078.79");

        assertThat(given.restores("too-new")).isOne();
        assertThat(given.files()).hasSize(1);
    }

    @Test
    void aProfileOfAnOlderBrowser_orOfAnotherBuild_isRestored() throws Exception {
        for (String version : new String[] {"155.9.9.9", "156.9.9999.99", "unknown", ""}) {
            given.profileOf("1.ldb", "by " + version).storedBy(1, version);

            assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "by " + version));
        }
    }

    @Test
    void aDirectoryThatIsNotEmpty_isLeftAlone() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        Files.writeString(Files.createDirectories(directory.resolve("used")).resolve("file"), "text");

        assertThatThrownBy(() -> given.profiles.restore(ALICE, TenantId.DEFAULT, directory.resolve("used")))
                .isInstanceOf(IOException.class);

        assertThat(directory.resolve("used/file")).hasContent("text");
    }

    @Test
    void whatIsRestored_isForTheOwnerOnly() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);

        given.profiles.restore(ALICE, TenantId.DEFAULT, directory.resolve("target"));

        assertThat(Files.getPosixFilePermissions(directory.resolve("target"))).hasSize(3);
    }
}
