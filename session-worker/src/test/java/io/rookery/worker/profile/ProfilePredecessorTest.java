package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore;
import io.rookery.store.StoreUnavailable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the newest generation is damaged, the one before it is taken; nothing else is a reason to go back, and it goes no further. */
class ProfilePredecessorTest {
    private static final String MANIFESTS = "profiles/alice/manifests/0000000001-000000000";

    @TempDir
    Path directory;

    private ProfileFixture given;

    @BeforeEach
    void threeGenerations() throws Exception {
        given = new ProfileFixture(directory);
        for (int generation = 1; generation <= 3; generation++)
            given.profileOf("table", "stays", "log", "generation " + generation).storedBy(1);
    }

    private Map<String, String> contents(int generation) {
        return Map.of("table", "stays", "log", "generation " + generation);
    }

    /** The file that only this generation has. */
    private String logOf(int generation) {
        return "profiles/alice/files/"
                + given.files()
                        .filter(name -> name.endsWith("-0000000001-000000000" + generation))
                        .filter(name -> generation > 1)
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aMissingFile_aDamagedOne_orADamagedManifest() throws Exception {
        String log = logOf(3);
        byte[] content = given.store.get(log).orElseThrow();
        given.store.remove(log);
        assertThat(given.restored()).isEqualTo(contents(2));

        content[content.length / 2]++;
        given.store.replace(log, content);
        assertThat(given.restored()).isEqualTo(contents(2));

        given.store.replace(MANIFESTS + "3", new byte[0]);
        assertThat(given.restored()).isEqualTo(contents(2));
        assertThat(given.restores("predecessor")).isEqualTo(3);
        assertThat(given.restores("restored")).isZero();
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        given.store.remove(logOf(3));
        Profiles.Restored restored = given.profiles
                .restore(ALICE, TenantId.DEFAULT, directory.resolve("target"))
                .orElseThrow();
        assertThat(restored.generation().number()).isEqualTo(2);
        assertThat(restored.damage()).contains("missing in the store");
    }

    @Test
    void itGoesBackOnceOnly() throws Exception {
        given.store.remove(logOf(3));
        given.store.remove(logOf(2));
        assertThatThrownBy(given::restored)
                .isInstanceOf(ProfileDamaged.class)
                .hasMessageContaining("missing in the store");
        assertThat(given.restores("damaged")).isOne();
    }

    @Test
    void theNextCheckpoint_storesAllThatIsDamaged_andIsWhole() throws Exception {
        given.store.replace(MANIFESTS + "3", new byte[0]);
        given.profileOf("table", "stays", "log", "generation 4").storedBy(2);
        assertThat(given.restored()).isEqualTo(contents(4));
        assertThat(given.restores("restored")).isOne();
    }

    @Test
    void theNextCheckpoint_doesNotRelyOnAFileThatIsDamaged_alsoWhereItsContentComesBack() throws Exception {
        String log = logOf(3);
        byte[] content = given.store.get(log).orElseThrow();
        content[content.length / 2]++;
        given.store.replace(log, content);
        assertThat(given.restored()).isEqualTo(contents(2));
        given.profileOf("table", "stays", "log", "generation 3").storedBy(2);
        assertThat(given.restored()).isEqualTo(contents(3));
    }

    @Test
    void aStoreThatDoesNotAnswer_isNoDamage() {
        given.store.before(InMemoryObjectStore.failing(InMemoryObjectStore.Call.GET, "/files/"));
        assertThatThrownBy(given::restored).isInstanceOf(StoreUnavailable.class);
        given.store.healed();
        given.store.before(InMemoryObjectStore.failing(InMemoryObjectStore.Call.GET, "/manifests/"));
        assertThatThrownBy(given::restored).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aProfileOfANewerBrowser_isNoDamage() throws Exception {
        given.profileOf("log", "newer").storedBy(1, "157.0.1.1");
        assertThatThrownBy(given::restored).isInstanceOf(ProfileTooNew.class);
    }

    @Test
    void aDeletion_isNeverPassedOver_alsoOneThatNobodyConfirms() throws Exception {
        byte[] sealed =
                ManifestFormat.writeDeletion(ALICE, ManifestKey.first(new Epoch(9)), Instant.EPOCH, given.masterKeys);
        byte[] unsealed =
                ManifestFormat.header(ManifestKey.first(new Epoch(9)), sealed).bytes();
        given.store.replace("profiles/alice/manifests/0000000009-0000000001", unsealed);
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class);
    }

    @Test
    void beforeADeletion_thereIsNoPredecessor() throws Exception {
        given.profiles.delete(ALICE, new Epoch(1));
        given.profileOf("log", "another life").storedBy(2);
        String only = given.manifests().sorted().toList().getLast();
        given.store.replace("profiles/alice/manifests/" + only, new byte[0]);
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class);
    }
}
