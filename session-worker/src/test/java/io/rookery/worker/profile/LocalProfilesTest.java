package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProfilesTest {
    @TempDir
    Path data;

    private LocalProfiles local;

    @BeforeEach
    void layout() {
        local = new LocalProfiles(data);
    }

    @Test
    void aFreshDirectoryIsEmpty_alsoWhereATryHasLeftSomething() throws Exception {
        Files.writeString(local.fresh(ALICE, new Epoch(1)).resolve("left"), "text");

        Path fresh = local.fresh(ALICE, new Epoch(1));

        assertThat(fresh).isEqualTo(data.resolve("profiles/alice/1")).isEmptyDirectory();
        assertThat(Files.getPosixFilePermissions(fresh)).hasSize(3);
    }

    @Test
    void onlyThatEpochIsRemoved_withItsCopies() throws Exception {
        Path one = local.fresh(ALICE, new Epoch(1));
        Path eleven = local.fresh(ALICE, new Epoch(11));
        Path staging = Files.createDirectory(local.staging(ALICE, new Epoch(1)));

        local.remove(ALICE, new Epoch(1));
        local.remove(ALICE, new Epoch(1));

        assertThat(one).doesNotExist();
        assertThat(staging).doesNotExist();
        assertThat(eleven).exists();
    }

    @Test
    void leftoversAreSwept_linksAreNotFollowed() throws Exception {
        Path outside =
                Files.writeString(Files.createDirectory(data.resolve("outside")).resolve("file"), "text");
        Path kept = local.fresh(ALICE, new Epoch(2));
        Path left = local.fresh(ALICE, new Epoch(1));
        Files.createSymbolicLink(left.resolve("SingletonLock"), data.resolve("outside"));

        assertThat(local.sweep(Set.of(kept))).containsExactly(left);
        assertThat(local.sweep(Set.of())).containsExactly(kept);

        assertThat(outside).exists();
        assertThat(local.root()).isEmptyDirectory();
    }

    @Test
    void nothingToSweep() throws Exception {
        assertThat(local.sweep(Set.of())).isEmpty();
    }
}
