package io.rookery.worker.profile;

import static io.rookery.store.InMemoryObjectStore.failing;
import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.InMemoryObjectStore.Call;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.Keyset;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewrappingTest {
    private static final SessionId BOB = new SessionId("bob");
    private static final String VERSION = "156.0.8078.79";

    @TempDir
    Path directory;

    private ProfileFixture given;
    private Keyset old;
    private Keyset rotated;

    @BeforeEach
    void twoSessions_andANewPrimary() throws Exception {
        given = new ProfileFixture(directory);
        given.profileOf("1.ldb", "one").storedBy(1);
        given.storedBy(BOB, 1, VERSION);
        old = given.keyset;
        rotated = old.rotated();
    }

    @Test
    void allDataKeysAreWrappedAnew_andNothingElseChanges() throws Exception {
        var files = given.files().toList();
        given.workerWith(rotated);
        assertThat(rewrapping().uses()).isEqualTo(Map.of(old.primary(), 2));

        assertThat(rewrapping().run()).isEqualTo(new Rewrapping.Result(2, 2, Map.of()));

        assertThat(rewrapping().uses()).isEqualTo(Map.of(rotated.primary(), 2));
        assertThat(given.keys()).containsExactly("0000000001-0000000001-0000000002");
        assertThat(given.files()).isEqualTo(files);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void aSecondTime_nothingIsLeftToDo() throws Exception {
        given.workerWith(rotated);
        rewrapping().run();
        var objects = given.store.keys();

        assertThat(rewrapping().run()).isEqualTo(new Rewrapping.Result(2, 0, Map.of()));

        assertThat(given.store.keys()).isEqualTo(objects);
    }

    @Test
    void oldAndNewSnapshots_openBeforeAndAfter() throws Exception {
        given.workerWith(rotated);
        given.profileOf("1.ldb", "one", "2.ldb", "after the rotation").storedBy(1);
        assertThat(given.store.puts()).as("only the new file travels").isEqualTo(3);
        rewrapping().run();
        given.profileOf("1.ldb", "one", "2.ldb", "after the rewrapping").storedBy(2);
        assertThat(given.store.puts()).isEqualTo(4);

        for (String generation :
                new String[] {"0000000001-0000000001", "0000000001-0000000002", "0000000002-0000000001"}) {
            assertThat(given.manifests()).contains(generation);
        }
        assertThat(given.restored()).hasSize(2);
        given.store.remove("profiles/alice/manifests/0000000002-0000000001");
        assertThat(given.restored()).containsEntry("2.ldb", "after the rotation");
        given.store.remove("profiles/alice/manifests/0000000001-0000000002");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void withoutTheOldKey_whatWasRewrappedOpens() throws Exception {
        given.workerWith(rotated);
        rewrapping().run();

        given.workerWith(old);

        assertThatThrownBy(given::restored).isInstanceOf(KeyUnavailable.class);
    }

    @Test
    void itMayEndAtAnyCall_theProfileOpensAlways_andARepeatDoesTheRest() throws Exception {
        given.workerWith(rotated);
        for (int end = 1; ; end++) {
            var calls = new AtomicInteger();
            int last = end;
            given.store.before((call, key) -> {
                if (calls.incrementAndGet() >= last) throw new StoreUnavailable("the tool is dead");
            });
            boolean done = endsInTime();
            given.store.healed();
            assertThat(given.restored()).as("ended at call " + end).isEqualTo(Map.of("1.ldb", "one"));
            assertThat(given.restored(BOB)).hasSize(1);
            if (done) break;
        }
        assertThat(rewrapping().run()).isEqualTo(new Rewrapping.Result(2, 0, Map.of()));
        assertThat(rewrapping().uses()).isEqualTo(Map.of(rotated.primary(), 2));
    }

    private boolean endsInTime() {
        try {
            rewrapping().run();
            return true;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Test
    void aLostAnswer_isMadeUpFor() throws Exception {
        given.workerWith(rotated);
        given.store.after(failing(Call.PUT_IF_ABSENT, "/keys/"));
        assertThatThrownBy(() -> rewrapping().run()).isInstanceOf(StoreUnavailable.class);
        given.store.healed();
        assertThat(given.restored()).hasSize(1);

        rewrapping().run();

        assertThat(rewrapping().uses()).isEqualTo(Map.of(rotated.primary(), 2));
        assertThat(given.restored()).hasSize(1);
    }

    @Test
    void twoAtOnce_takeNothingFromEachOther() throws Exception {
        given.workerWith(rotated);
        given.store.before((call, key) -> {
            if (call != Call.PUT_IF_ABSENT || !key.contains("/alice/keys/")) return;
            given.store.healed();
            rewrapping().run(); // the other one is as quick as can be
        });

        rewrapping().run();

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
        assertThat(given.restored(BOB)).hasSize(1);
        assertThat(given.keys()).hasSize(1);
    }

    @Test
    void aSessionThatIsDestroyedMeanwhile_hasNoKeyAfterwards() throws Exception {
        given.workerWith(rotated);
        given.epochs.create(ALICE, new Epoch(1));
        given.store.before((call, key) -> {
            if (call != Call.PUT_IF_ABSENT || !key.contains("/alice/keys/")) return;
            given.store.healed();
            given.profiles.delete(ALICE, new Epoch(1));
        });

        rewrapping().run();

        assertThat(given.keys()).isEmpty();
        assertThat(given.restored()).isEmpty();
    }

    @Test
    void aKeyThatOutlivedItsDeletion_isRemovedAndNotRewrapped() throws Exception {
        given.epochs.create(ALICE, new Epoch(1));
        given.store.before(failing(Call.DELETE, ""));
        assertThatThrownBy(() -> given.profiles.delete(ALICE, new Epoch(1))).isInstanceOf(StoreUnavailable.class);
        given.store.healed();
        assertThat(given.keys()).hasSize(1);
        given.workerWith(rotated);

        assertThat(rewrapping().run().rewrapped()).isOne();

        assertThat(given.keys()).isEmpty();
    }

    @Test
    void aKeyThatCanNotBeOpened_isToldOf_andTheOthersAreRewrapped() throws Exception {
        given.workerWith(Keyset.create());
        given.profileOf("1.ldb", "elsewhere").storedBy(new SessionId("carol"), 1, VERSION);
        String foreign = given.keyset.primary();
        given.workerWith(rotated);

        Rewrapping.Result result = rewrapping().run();

        assertThat(result.rewrapped()).isEqualTo(2);
        assertThat(result.failures()).containsOnlyKeys(new SessionId("carol"));
        assertThat(result.failures().get(new SessionId("carol"))).contains(foreign);
        assertThat(rewrapping().uses()).isEqualTo(Map.of(rotated.primary(), 2, foreign, 1));
    }

    private Rewrapping rewrapping() {
        return new Rewrapping(given.store, given.masterKeys);
    }
}
