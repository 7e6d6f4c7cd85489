package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        local = new LocalProfiles(data, Duration.ofHours(1));
    }

    @Test
    void aFreshDirectoryIsEmpty_andBecomesTheSessionsWhenItIsRestored() throws Exception {
        Files.writeString(local.fresh(ALICE, new Epoch(1)).resolve("left"), "text");

        Path fresh = local.fresh(ALICE, new Epoch(1));
        assertThat(fresh).isEmptyDirectory();
        assertThat(Files.getPosixFilePermissions(fresh)).hasSize(3);
        assertThat(local.of(ALICE, new Epoch(1))).doesNotExist();

        assertThat(local.use(ALICE, new Epoch(1))).isEqualTo(data.resolve("profiles/alice/1"));
        assertThat(fresh).doesNotExist();
    }

    @Test
    void whatThePredecessorHasLeft_isTheNextEpochs_andNoLaterOnes() throws Exception {
        local.fresh(ALICE, new Epoch(4));
        Files.writeString(local.use(ALICE, new Epoch(4)).resolve("file"), "text");

        assertThat(local.home(ALICE, new Epoch(6)))
                .as("somebody had it in between")
                .isEmpty();
        assertThat(local.home(ALICE, new Epoch(5))).contains(data.resolve("profiles/alice/5"));
        assertThat(local.of(ALICE, new Epoch(5)).resolve("file")).exists();
        assertThat(local.of(ALICE, new Epoch(4))).doesNotExist();
    }

    @Test
    void whatIsNotWhole_isNoHome() throws Exception {
        local.fresh(ALICE, new Epoch(4));
        Files.createDirectory(local.staging(ALICE, new Epoch(4)));
        assertThat(local.home(ALICE, new Epoch(5))).isEmpty();
        local.sweepUnfinished();
        assertThat(data.resolve("profiles/alice")).isEmptyDirectory();
    }

    @Test
    void aSessionIsRemoved_withItsCopies_linksAreNotFollowed() throws Exception {
        Path outside =
                Files.writeString(Files.createDirectory(data.resolve("outside")).resolve("file"), "text");
        local.fresh(ALICE, new Epoch(1));
        Files.createSymbolicLink(local.use(ALICE, new Epoch(1)).resolve("SingletonLock"), data.resolve("outside"));
        Files.createDirectory(local.staging(ALICE, new Epoch(1)));

        local.removeAll(ALICE);
        local.removeAll(ALICE);

        assertThat(data.resolve("profiles/alice")).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void onlyWhatIsStillOwned_isKept() throws Exception {
        SessionId bob = new SessionId("bob");
        for (SessionId session : Set.of(ALICE, bob)) {
            local.fresh(session, new Epoch(1));
            local.use(session, new Epoch(1));
        }
        local.keepOnly(Set.of(bob));
        assertThat(local.of(ALICE, new Epoch(1))).doesNotExist();
        assertThat(local.of(bob, new Epoch(1))).exists();
        local.keepOnly(Set.of());
        assertThat(local.root()).isEmptyDirectory();
        local.keepOnly(Set.of());
    }
}
