package io.rookery.worker.profile;

import static io.rookery.store.InMemoryObjectStore.failing;
import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.InMemoryObjectStore.Call;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.Keyset;
import io.rookery.worker.profile.Generations.Listed;
import io.rookery.worker.profile.Generations.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing and going back; archives have a test of their own. */
class OperatorProfilesTest {
    private static final String MANIFESTS = "profiles/alice/manifests/";
    private static final String SECOND = MANIFESTS + "0000000001-0000000002";
    private static final String THIRD = MANIFESTS + "0000000001-0000000003";

    @TempDir
    Path directory;

    private ProfileFixture given;
    private Path temporary;

    @BeforeEach
    void threeGenerations() throws Exception {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        given = new ProfileFixture(directory);
        given.epochs.create(ALICE, new Epoch(1));
        given.profileOf("1.ldb", "one").storedBy(1, "155.0.1.2");
        given.profileOf("1.ldb", "one", "2.ldb", "two").storedBy(1);
        given.profileOf("1.ldb", "one", "3.ldb", "three").storedBy(1);
    }

    @AfterEach
    void noPlainFileIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    // ---- list ----

    @Test
    void generationsAreListed_theNewestFirst() throws Exception {
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(operator().list(ALICE))
                .containsExactly(
                        new Listed("1-3", true, State.WHOLE, noon, 2, 8, "156.0.8078.79", ""),
                        new Listed("1-2", false, State.WHOLE, noon, 2, 6, "156.0.8078.79", ""),
                        new Listed("1-1", false, State.WHOLE, noon, 1, 3, "155.0.1.2", ""));
        assertThat(operator().list(new SessionId("nobody"))).isEmpty();
    }

    @Test
    void aDeletionIsListedAsOne() throws Exception {
        given.profiles.delete(ALICE, new Epoch(1));

        assertThat(operator().list(ALICE)).singleElement().satisfies(it -> {
            assertThat(it.state()).isEqualTo(State.DELETION);
            assertThat(it.name()).isEqualTo("1-4");
        });
    }

    @Test
    void whatIsDamagedIsListedAsSuch() throws Exception {
        damage(THIRD);
        given.store.remove("profiles/alice/files/"
                + given.files()
                        .filter(name -> name.endsWith("-0000000002"))
                        .findFirst()
                        .orElseThrow());

        assertThat(operator().list(ALICE))
                .extracting(Listed::state)
                .containsExactly(State.DAMAGED, State.DAMAGED, State.WHOLE);
        assertThat(operator().list(ALICE).get(1).why()).isEqualTo("1 files are missing in the store");
    }

    @Test
    void whatNoKeyOpensIsListedAsSuch() throws Exception {
        String lost = given.keyset.primary();
        given.workerWith(Keyset.create());

        assertThat(operator().list(ALICE)).hasSize(3).allSatisfy(it -> {
            assertThat(it.state()).isEqualTo(State.KEY_MISSING);
            assertThat(it.why()).contains(lost);
        });
    }

    @Test
    void whatIsCollectedMeanwhile_isNotListedAsDamaged() throws Exception {
        given.store.before((call, key) -> {
            if (call == Call.GET && key.equals(SECOND)) given.store.remove(SECOND);
        });

        assertThat(operator().list(ALICE)).extracting(Listed::name).containsExactly("1-3", "1-1");
    }

    // ---- restore ----

    @Test
    void anOlderGenerationBecomesTheCurrentOne_andNothingIsRemoved() throws Exception {
        var before = given.store.keys();

        OperatorProfiles.Done done = operator().restore(ALICE, "1-1");

        assertThat(done).isEqualTo(new OperatorProfiles.Done("2-1", 1, 3, List.of()));
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
        assertThat(given.store.keys()).containsAll(before);
        assertThat(operator().list(ALICE).getFirst().browserVersion()).isEqualTo("155.0.1.2");
        // And the way there again, by the name that the store has for it.
        operator().restore(ALICE, "0000000001-0000000003");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one", "3.ldb", "three"));
    }

    @Test
    void theNextOwnerGoesOnFromThere_alsoWhereAnOldOneStillWrites() throws Exception {
        operator().restore(ALICE, "1-1");

        given.profileOf("1.ldb", "of a zombie").storedBy(1);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
        given.profileOf("1.ldb", "goes on").storedBy(3);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "goes on"));
    }

    @Test
    void behindADamagedOne_thereIsAWayBack() throws Exception {
        damage(THIRD);
        damage(SECOND);
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class);

        operator().restore(ALICE, "1-1");

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void whatCanNotBeRestored_changesNothing() throws Exception {
        assertRefused("1-7", "session alice has no generation 1-7");
        assertRefused("latest", "has no generation latest");
        assertRefused("99999999999-1", "has no generation");
        assertRefused("1-3", "is the current one");
        damage(SECOND);
        var before = given.store.keys();
        assertThatThrownBy(() -> operator().restore(ALICE, "1-2")).isInstanceOf(ProfileDamaged.class);
        given.workerWith(Keyset.create());
        assertThatThrownBy(() -> operator().restore(ALICE, "1-1")).isInstanceOf(KeyUnavailable.class);
        assertThat(given.store.keys()).isEqualTo(before);
    }

    @Test
    void whatWasDeletedDoesNotComeBack() throws Exception {
        given.store.before(failing(Call.DELETE, ""));
        assertThatThrownBy(() -> given.profiles.delete(ALICE, new Epoch(1))).isInstanceOf(StoreUnavailable.class);
        given.store.healed();

        assertRefused("1-3", "was deleted after generation 1-3");
        assertRefused("1-4", "is a deletion");
    }

    @Test
    void aSessionThatIsStartedMeanwhile_isTold() {
        given.store.before((call, key) -> {
            if (call == Call.PUT_IF_ABSENT && key.equals(MANIFESTS + "0000000002-0000000001"))
                given.store.replace("profiles/alice/epochs/0000000003", "3".getBytes(UTF_8));
        });

        assertThatThrownBy(() -> operator().restore(ALICE, "1-1"))
                .isInstanceOf(ProfileRefused.class)
                .hasMessageContaining("was started meanwhile");
    }

    @Test
    void anEpochThatSomebodyElseTakes_isNotOurs() throws Exception {
        given.store.before((call, key) -> {
            if (call == Call.PUT_IF_ABSENT && key.equals("profiles/alice/epochs/0000000002"))
                given.store.replace(key, "2".getBytes(UTF_8));
        });

        assertThat(operator().restore(ALICE, "1-1").name()).isEqualTo("3-1");
    }

    @Test
    void aStoreThatFailsHalfWay_keepsTheProfileAsItWas() throws Exception {
        for (var fault : List.of(
                failing(Call.GET, "/files/"),
                failing(Call.PUT_IF_ABSENT, "/epochs/"),
                failing(Call.PUT_IF_ABSENT, "/manifests/"))) {
            given.store.before(fault);
            assertThatThrownBy(() -> operator().restore(ALICE, "1-1")).isInstanceOf(StoreUnavailable.class);
        }
        given.store.healed();
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one", "3.ldb", "three"));
    }

    private void assertRefused(String name, String message) {
        assertThatThrownBy(() -> operator().restore(ALICE, name))
                .isInstanceOf(ProfileRefused.class)
                .hasMessageContaining(message);
    }

    private void damage(String key) throws StoreUnavailable {
        byte[] content = given.store.get(key).orElseThrow();
        content[content.length - 1] ^= 1;
        given.store.replace(key, content);
    }

    private OperatorProfiles operator() {
        return new OperatorProfiles(
                given.store,
                given.epochs,
                given.masterKeys,
                InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")),
                temporary);
    }
}
