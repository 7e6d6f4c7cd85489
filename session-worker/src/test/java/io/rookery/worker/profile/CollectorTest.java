package io.rookery.worker.profile;

import static io.rookery.store.InMemoryObjectStore.failing;
import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore.Call;
import io.rookery.store.StoreUnavailable;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
    @TempDir
    Path directory;

    private ProfileFixture given;

    @BeforeEach
    void fixture() {
        given = new ProfileFixture(directory);
    }

    @Test
    void threeGenerationsAreKept_withAllThatTheyName() throws Exception {
        for (int i = 1; i <= 5; i++) {
            given.profileOf("always.ldb", "always", "log", "state " + i).storedBy(1);
        }

        assertThat(given.manifests())
                .containsExactly("0000000001-0000000003", "0000000001-0000000004", "0000000001-0000000005");
        assertThat(given.files()).hasSize(4);
        assertThat(given.restored()).isEqualTo(Map.of("always.ldb", "always", "log", "state 5"));
    }

    @Test
    void aContentThatComesBack_getsANewName() throws Exception {
        String first = given.profileOf("log", "state 1").storedBy(1).isPresent()
                ? given.files().findFirst().orElseThrow()
                : "";
        for (int i = 2; i <= 4; i++) {
            given.profileOf("log", "state " + i).storedBy(1);
        }
        assertThat(given.files()).doesNotContain(first);

        given.profileOf("log", "state 1").storedBy(1);

        assertThat(given.files()).doesNotContain(first).anyMatch(name -> name.startsWith(first.substring(0, 64)));
        assertThat(given.restored()).isEqualTo(Map.of("log", "state 1"));
    }

    @Test
    void otherSessionsAndEpochsAreNotTouched() throws Exception {
        given.epochs.create(ALICE, new Epoch(1));
        given.store.replace("profiles/alice-2/files/x", new byte[1]);
        given.store.replace("profiles/alice/files/not-ours", new byte[1]);
        for (int i = 1; i <= 5; i++) {
            given.profileOf("log", "state " + i).storedBy(1);
        }
        given.profiles.delete(ALICE, new Epoch(1));

        assertThat(given.store.keys())
                .contains(
                        "profiles/alice-2/files/x",
                        "profiles/alice/files/not-ours",
                        "profiles/alice/epochs/0000000001");
    }

    @Test
    void aFailureWhileCollecting_isNoFailureOfTheSnapshot_andIsMadeUpFor() throws Exception {
        for (int i = 1; i <= 3; i++) {
            given.profileOf("log", "state " + i).storedBy(1);
        }
        given.store.before(failing(Call.DELETE, ""));
        assertThat(given.profileOf("log", "state 4").storedBy(1)).isPresent();
        assertThat(given.manifests()).hasSize(4);
        given.store.healed();

        given.profileOf("log", "state 5").storedBy(1);

        assertThat(given.manifests()).hasSize(3);
        assertThat(given.files()).hasSize(3);
    }

    @Test
    void aKeptManifestThatCannotBeRead_stopsTheCollection() throws Exception {
        for (int i = 1; i <= 3; i++) {
            given.profileOf("log", "state " + i).storedBy(1);
        }
        given.store.replace("profiles/alice/manifests/0000000001-0000000003", new byte[0]);

        given.profileOf("log", "state 4").storedBy(1);

        assertThat(given.manifests()).hasSize(4);
        assertThat(given.files()).hasSize(4);
        assertThat(given.restored()).isEqualTo(Map.of("log", "state 4"));
    }

    /** The older owner sleeps in the middle of its collection, and the newer one has built on what it restored when it wakes up. */
    @Test
    void aZombieThatWakesUpWhileCollecting_removesNothingThatTheNewOwnerNeeds() throws Exception {
        for (int i = 1; i <= 3; i++) {
            given.profileOf("kept.ldb", "kept", "log", "state " + i).storedBy(1);
        }
        given.store.before((call, key) -> {
            if (call != Call.DELETE) return;
            given.store.healed();
            try {
                given.epochs.create(ALICE, new Epoch(2));
                given.restored();
                // "state 1" is what the zombie is about to remove
                given.profileOf("kept.ldb", "kept", "log", "state 1").storedBy(2);
            } catch (StoreUnavailable e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        given.profileOf("kept.ldb", "kept", "log", "state 4").storedBy(1);

        assertThat(given.restored()).isEqualTo(Map.of("kept.ldb", "kept", "log", "state 1"));
    }

    @Test
    void aZombieThatSeesAHigherEpoch_removesNothing() throws Exception {
        for (int i = 1; i <= 3; i++) {
            given.profileOf("log", "state " + i).storedBy(1);
        }
        given.epochs.create(ALICE, new Epoch(2));
        var before = given.files().toList();

        given.profileOf("log", "state 4").storedBy(1);

        assertThat(given.files()).containsAll(before);
        assertThat(given.manifests()).hasSize(4);
    }

    @Test
    void aDeletedSession_hasNoProfileAndNoFiles_butKeepsItsEpochs() throws Exception {
        given.epochs.create(ALICE, new Epoch(1));
        given.profileOf("log", "state 1").storedBy(1);
        given.profileOf("log", "state 2").storedBy(1);

        given.profiles.delete(ALICE, new Epoch(1));
        given.profiles.delete(ALICE, new Epoch(1));

        assertThat(given.restored()).isEmpty();
        assertThat(given.files()).isEmpty();
        assertThat(given.manifests()).containsExactly("0000000001-0000000003");
        assertThat(given.epochs.highest(ALICE)).isEqualTo(new Epoch(1));
    }

    @Test
    void aDeletionThatEndsHalfWay_isADeletion_andARepeatRemovesTheRest() throws Exception {
        given.profileOf("a.ldb", "a", "b.ldb", "b").storedBy(1);
        given.store.before(failing(Call.DELETE, "/files/"));
        assertThatThrownBy(() -> given.profiles.delete(ALICE, new Epoch(1))).isInstanceOf(StoreUnavailable.class);
        given.store.healed();

        assertThat(given.restored()).isEmpty();
        given.profiles.delete(ALICE, new Epoch(1));
        assertThat(given.files()).isEmpty();
    }

    @Test
    void aSessionThatStartsAnewAfterItsDeletion_getsANewProfile() throws Exception {
        given.profileOf("log", "old").storedBy(1);
        given.profiles.delete(ALICE, new Epoch(1));

        given.profileOf("log", "new").storedBy(1);
        assertThat(given.restored()).isEqualTo(Map.of("log", "new"));
        given.profileOf("log", "newer").storedBy(2);
        assertThat(given.restored()).isEqualTo(Map.of("log", "newer"));
    }

    @Test
    void aZombieThatStoresAfterTheDeletion_doesNotBringTheProfileBack() throws Exception {
        given.profileOf("log", "old").storedBy(1);
        given.epochs.create(ALICE, new Epoch(2));
        given.profiles.delete(ALICE, new Epoch(2));

        given.profileOf("log", "zombie's").storedBy(1);

        assertThat(given.restored()).isEmpty();
    }

    @Test
    void aZombieThatDeletes_leavesTheNewOwnersProfile() throws Exception {
        given.profileOf("log", "old").storedBy(1);
        given.epochs.create(ALICE, new Epoch(2));
        given.profileOf("log", "new").storedBy(2);

        given.profiles.delete(ALICE, new Epoch(1));

        assertThat(given.restored()).isEqualTo(Map.of("log", "new"));
    }

    @Test
    void whatNeverWas_canBeDeleted() throws Exception {
        given.profiles.delete(new SessionId("nobody"), new Epoch(1));

        assertThat(given.profiles.restore(new SessionId("nobody"), TenantId.DEFAULT, directory.resolve("target")))
                .isEmpty();
    }
}
