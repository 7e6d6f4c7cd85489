package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Epoch;
import io.rookery.events.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk already is not fetched, if it is what the manifest means. */
class WarmRestoreTest {
    @TempDir
    Path directory;

    private ProfileFixture given;
    private Path warm;
    private Path target;

    @BeforeEach
    void aStoredProfile_andAnOlderCopy() throws Exception {
        given = new ProfileFixture(directory);
        given.profileOf("1.ldb", "table", "log", "first").storedBy(1);
        given.profileOf("1.ldb", "table", "log", "second").storedBy(1);
        warm = directory.resolve("warm");
        write("1.ldb", "table");
        write("log", "first");
        target = directory.resolve("target");
    }

    private void write(String name, String text) throws Exception {
        Path file = warm.resolve(ProfileFixture.DB + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path restored(String name) throws Exception {
        if (!Files.exists(target)) given.profiles.restore(ALICE, TenantId.DEFAULT, target, warm);
        return target.resolve(ProfileFixture.DB + name);
    }

    private double fetched() {
        return given.meters.get("rookery.profile.bytes.fetched").counter().count();
    }

    @Test
    void onlyWhatHasChangedIsFetched_andTablesAreLinks() throws Exception {
        assertThat(restored("log")).hasContent("second");
        double log = fetched();
        given.profiles.restore(ALICE, TenantId.DEFAULT, directory.resolve("cold"));
        assertThat(log).isPositive().isLessThan(fetched() - log);
        assertThat((Integer) Files.getAttribute(restored("1.ldb"), "unix:nlink"))
                .isEqualTo(2);
    }

    @Test
    void whatHasTheRightSizeOnly_isFetched() throws Exception {
        write("1.ldb", "TABLE");
        assertThat(restored("1.ldb")).hasContent("table");
        assertThat(warm.resolve(ProfileFixture.DB + "1.ldb")).hasContent("TABLE");
    }

    @Test
    void aLinkToElsewhere_isNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "table");
        Path table = warm.resolve(ProfileFixture.DB + "1.ldb");
        Files.delete(table);
        Files.createSymbolicLink(table, elsewhere);
        assertThat(restored("1.ldb")).hasContent("table").isRegularFile();
        assertThat(Files.isSymbolicLink(restored("1.ldb"))).isFalse();
    }

    @Test
    void aCopyThatIsGone_isNoError() throws Exception {
        Directories.delete(warm);
        assertThat(restored("log")).hasContent("second");
    }

    @Test
    void whereThereIsNoProfile_aWarmCopyIsNone() throws Exception {
        given.profiles.delete(ALICE, new Epoch(2));
        assertThat(given.profiles.restore(ALICE, TenantId.DEFAULT, target, warm))
                .isEmpty();
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void itStaysForAWhile_andNotAfterTheProcess() throws Exception {
        var local = new LocalProfiles(directory.resolve("data"), Duration.ofHours(1));
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        keepWarm(local, now);
        Path kept = local.warm(ALICE).orElseThrow();
        assertThat(kept.resolve("file")).exists();
        assertThat(kept.getParent()).as("nothing else").isDirectoryNotContaining(it -> !it.equals(kept));
        local.fresh(ALICE, new Epoch(2));
        assertThat(local.warm(ALICE)).contains(kept);

        local.cool(now.plus(Duration.ofMinutes(59)));
        assertThat(local.warm(ALICE)).contains(kept);
        local.cool(now.plus(Duration.ofMinutes(60)));
        assertThat(local.warm(ALICE)).isEmpty();

        keepWarm(local, now);
        local.sweepUnfinished();
        assertThat(local.warm(ALICE)).isEmpty();
        keepWarm(local, now);
        local.removeWarm();
        assertThat(directory.resolve("data/profiles")).isEmptyDirectory();
        keepWarm(local, now);
        local.removeAll(ALICE);
        assertThat(local.warm(ALICE)).isEmpty();
    }

    @Test
    void whoWantsNone_hasNone() throws Exception {
        var local = new LocalProfiles(directory.resolve("data"), Duration.ZERO);
        keepWarm(local, Instant.EPOCH);
        assertThat(local.warm(ALICE)).isEmpty();
    }

    private static void keepWarm(LocalProfiles local, Instant now) throws Exception {
        Files.writeString(local.fresh(ALICE, new Epoch(1)).resolve("file"), "text");
        local.keepWarm(ALICE, local.use(ALICE, new Epoch(1)), now);
    }
}
