package io.rookery.worker.profile;

import static io.rookery.store.InMemoryObjectStore.failing;
import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore.Call;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.Keyset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the store but no key learns nothing from it and can make nothing of it that is believed; who has lost the key loses nothing else. */
class ProfileEncryptionTest {
    private static final SessionId BOB = new SessionId("bob");
    private static final String FIRST = "profiles/alice/manifests/0000000001-0000000001";
    private static final String FIRST_KEY = "profiles/alice/keys/0000000001-0000000001-0000000001";

    @TempDir
    Path directory;

    private ProfileFixture given;

    @BeforeEach
    void fixture() {
        given = new ProfileFixture(directory);
    }

    // ---- what the store shows ----

    @Test
    void nothingIsReadable() throws Exception {
        given.profileOf("000003.ldb", "the known text of a message ".repeat(50)).storedBy(1);

        for (String key : given.store.keys()) {
            String content = new String(given.store.get(key).orElseThrow(), ISO_8859_1);
            assertThat(content)
                    .doesNotContain("known text", "000003", "IndexedDB", "files", "path", "hash", "156.0", "2026");
            assertThat(key).doesNotContain("000003.ldb", "IndexedDB");
        }
    }

    @Test
    void theSameContent_hasAnotherNameInAnotherSession() throws Exception {
        given.profileOf("1.ldb", "same").storedBy(1);
        given.storedBy(BOB, 1, "156");

        List<String> hashes = given.store.keys().stream()
                .filter(key -> key.contains("/files/"))
                .map(key -> key.replaceAll(".*/files/([0-9a-f]{64})-.*", "$1"))
                .toList();

        assertThat(hashes).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aFileOfManySegments_comesBack() throws Exception {
        byte[] noise = new byte[300_000];
        new Random(5).nextBytes(noise);
        String content = new String(noise, ISO_8859_1);

        given.profileOf("1.ldb", content, "2.ldb", "").storedBy(1);

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", content, "2.ldb", ""));
    }

    // ---- what is changed, or stands in the wrong place ----

    @Test
    void anyBitThatFlips_isNoticed_andIsNeverNoProfile() throws Exception {
        given.profileOf("1.ldb", "content ".repeat(3000)).storedBy(1);
        Map<String, byte[]> objects = objects();
        var random = new Random(20261121);
        for (int i = 0; i < 400; i++) {
            String key = given.store.keys().get(random.nextInt(objects.size()));
            byte[] content = of(objects, key).clone();
            int place = random.nextInt(content.length);
            content[place] ^= (byte) (1 << random.nextInt(8));
            given.store.replace(key, content);

            // A header may say now that a newer format or another master key is needed; what is sealed may say nothing
            // any more.
            var expected = assertThatThrownBy(given::restored).as(key + " at " + place);
            if (key.contains("/files/") || place > 24 && key.contains("/manifests/"))
                expected.isInstanceOf(ProfileDamaged.class);
            else expected.isInstanceOfAny(ProfileDamaged.class, ProfileTooNew.class, KeyUnavailable.class);
            given.store.replace(key, of(objects, key));
        }
        assertThat(given.restored()).isNotEmpty();
        assertThat(objects().keySet()).isEqualTo(objects.keySet());
    }

    @Test
    void anyObjectThatEndsEarly_isNoticed() throws Exception {
        given.profileOf("1.ldb", new String(new char[200_000]).replace('\0', 'x'), "2.log", "abc")
                .storedBy(1);
        Map<String, byte[]> objects = objects();
        var random = new Random(7);
        for (String key : objects.keySet()) {
            byte[] whole = of(objects, key);
            for (int i = 0; i < 20; i++) {
                given.store.replace(key, Arrays.copyOf(whole, random.nextInt(whole.length)));
                assertThatThrownBy(given::restored).as(key).isInstanceOf(ProfileDamaged.class);
            }
            given.store.replace(key, Arrays.copyOf(whole, whole.length + 1));
            assertThatThrownBy(given::restored).as("longer: " + key).isInstanceOf(ProfileDamaged.class);
            given.store.replace(key, whole);
        }
        assertThat(given.restored()).hasSize(2);
    }

    @Test
    void objectsOfAnotherSession_areDamage() throws Exception {
        given.profileOf("1.ldb", "same").storedBy(1);
        given.storedBy(BOB, 1, "156.0.8078.79");
        Map<String, byte[]> objects = objects();
        for (String part : List.of("/files/", "/manifests/", "/keys/")) {
            String alices = only("profiles/alice" + part);
            given.store.replace(alices, of(objects, only("profiles/bob" + part)));

            assertThatThrownBy(given::restored).as(part).isInstanceOf(ProfileDamaged.class);
            given.store.replace(alices, of(objects, alices));
        }

        // All of them together: what opens them is Bob's, too.
        for (String part : List.of("/files/", "/manifests/", "/keys/")) {
            given.store.replace(only("profiles/alice" + part), of(objects, only("profiles/bob" + part)));
        }
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class);
        assertThat(given.restored(BOB)).hasSize(1);
    }

    @Test
    void aFileInThePlaceOfAnotherOfTheSameProfile_isDamage() throws Exception {
        given.profileOf("1.ldb", "abc", "2.ldb", "def").storedBy(1);
        List<String> files =
                given.files().map(name -> "profiles/alice/files/" + name).toList();

        given.store.replace(files.get(0), given.store.get(files.get(1)).orElseThrow());

        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class).hasMessageContaining("decrypted");
    }

    @Test
    void anOldManifestUnderANewerKey_isDamage_andTheNewestRealOneIsTaken() throws Exception {
        given.profileOf("1.ldb", "old").storedBy(1);
        given.profileOf("1.ldb", "new").storedBy(1);

        given.store.replace(
                "profiles/alice/manifests/0000000001-0000000003",
                given.store.get(FIRST).orElseThrow());

        Profiles.Restored restored = given.profiles
                .restore(ALICE, TenantId.DEFAULT, directory.resolve("target"))
                .orElseThrow();
        assertThat(restored.damage()).contains("is that of something else");
        assertThat(restored.generation().number()).isEqualTo(2);
    }

    @Test
    void partsOfABinding_doNotFlowIntoEachOther() {
        assertThat(Binding.of(TenantId.DEFAULT, "file", ALICE, "ab".getBytes(UTF_8), "c".getBytes(UTF_8)))
                .isNotEqualTo(Binding.of(TenantId.DEFAULT, "file", ALICE, "a".getBytes(UTF_8), "bc".getBytes(UTF_8)));
    }

    @Test
    void aMissingDataKey_isDamage_andTheNextGenerationOfARunningSessionIsWholeAgain() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        given.store.remove(FIRST_KEY);

        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class).hasMessageContaining("data key");

        given.profileOf("1.ldb", "one").storedBy(1);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void aDataKeyThatIsDamaged_isNotReplaced() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        byte[] content = given.store.get(FIRST_KEY).orElseThrow();
        content[content.length - 1] ^= 1;
        given.store.replace(FIRST_KEY, content);

        assertThatThrownBy(() -> given.storedBy(1)).isInstanceOf(KeyUnavailable.class);

        assertThat(given.keys()).hasSize(1);
        assertThat(given.manifests()).hasSize(1);
    }

    // ---- a master key that is not there ----

    @Test
    void withoutTheMasterKey_nothingIsRestoredStoredOrRemoved_andWithItAllIsThere() throws Exception {
        Keyset right = given.keyset;
        given.profileOf("1.ldb", "one").storedBy(1);
        Map<String, byte[]> before = objects();

        given.workerWith(Keyset.create());
        assertThatThrownBy(given::restored)
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("master key " + right.primary() + " is not in the keyset");
        given.profileOf("1.ldb", "two");
        assertThatThrownBy(() -> given.storedBy(1)).isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> given.storedBy(2)).isInstanceOf(KeyUnavailable.class);

        assertThat(given.restores("key-unavailable")).isOne();
        assertThat(given.restores("none")).isZero();
        assertThat(objects()).containsOnlyKeys(before.keySet());
        given.workerWith(right);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void aSessionCanBeDestroyed_andStartedAnew_alsoWhenTheMasterKeyIsLost() throws Exception {
        given.epochs.create(ALICE, new Epoch(1));
        given.profileOf("1.ldb", "old").storedBy(1);
        given.workerWith(Keyset.create());

        given.profiles.delete(ALICE, new Epoch(1));

        assertThat(given.restored()).isEmpty();
        assertThat(given.files()).isEmpty();
        assertThat(given.keys()).isEmpty();
        given.profileOf("1.ldb", "new").storedBy(1);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "new"));
    }

    @Test
    void aDeletionIsKnownAsOne_whateverKeysThereAre() throws Exception {
        given.profileOf("1.ldb", "old").storedBy(1);
        given.profiles.delete(ALICE, new Epoch(1));

        given.workerWith(Keyset.create());

        assertThat(given.restored()).isEmpty();
    }

    // ---- deletions ----

    @Test
    void aForgedDeletion_isNotBelieved() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        var key = new ManifestKey(new Epoch(1), 2);
        String place = "profiles/alice/manifests/" + key.text();
        var stranger = new ProfileFixture(directory.resolve("stranger"));
        MasterKeys none = new NoMasterKeys();

        for (MasterKeys forger : List.of(none, stranger.masterKeys)) {
            given.store.replace(place, ManifestFormat.writeDeletion(ALICE, key, Instant.EPOCH, forger));

            assertThatThrownBy(given::restored).isInstanceOfAny(ProfileDamaged.class, KeyUnavailable.class);
            assertThat(given.restores("none")).isZero();
        }
        // One that was meant for another session, or another generation.
        given.store.replace(place, ManifestFormat.writeDeletion(BOB, key, Instant.EPOCH, given.masterKeys));
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class);
        given.store.replace(place, ManifestFormat.writeDeletion(ALICE, key.next(), Instant.EPOCH, given.masterKeys));
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class);

        // The running session goes on, and its next generation is whole.
        given.profileOf("1.ldb", "two").storedBy(1);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "two"));
    }

    @Test
    void aDeletion_removesTheKeysBeforeTheFiles_andIsOneFromItsFirstWriteOn() throws Exception {
        given.profileOf("1.ldb", "one", "2.ldb", "two").storedBy(1);
        given.store.before(failing(Call.DELETE, "/keys/"));
        assertThatThrownBy(() -> given.profiles.delete(ALICE, new Epoch(1))).isInstanceOf(StoreUnavailable.class);
        assertThat(given.restored()).isEmpty();
        assertThat(given.files()).hasSize(2);

        given.store.before(failing(Call.DELETE, "/files/"));
        assertThatThrownBy(() -> given.profiles.delete(ALICE, new Epoch(1))).isInstanceOf(StoreUnavailable.class);
        assertThat(given.keys()).isEmpty();
        assertThat(given.restored()).isEmpty();

        given.store.healed();
        given.profiles.delete(ALICE, new Epoch(1));
        assertThat(given.files()).isEmpty();
    }

    @Test
    void anotherLife_hasAnotherKey_alsoWhereTheOldOneIsStillThere() throws Exception {
        given.profileOf("1.ldb", "old").storedBy(1);
        String old = given.keys().findFirst().orElseThrow();
        given.store.before(failing(Call.DELETE, ""));
        assertThatThrownBy(() -> given.profiles.delete(ALICE, new Epoch(1))).isInstanceOf(StoreUnavailable.class);
        given.store.healed();
        assertThat(given.keys()).containsExactly(old);

        given.profileOf("1.ldb", "old").storedBy(1);

        assertThat(given.keys()).hasSize(1).doesNotContain(old);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "old"));
    }

    @Test
    void aZombieThatMakesAKeyAfterTheDeletion_doesNotBringTheProfileBack_andIsNotInTheWay() throws Exception {
        given.profileOf("log", "old").storedBy(1);
        given.epochs.create(ALICE, new Epoch(2));
        given.profiles.delete(ALICE, new Epoch(2));

        given.profileOf("log", "zombie's").storedBy(1);

        assertThat(given.keys()).hasSize(1);
        assertThat(given.restored()).isEmpty();
        given.profileOf("log", "new").storedBy(2);
        assertThat(given.restored()).isEqualTo(Map.of("log", "new"));
        assertThat(given.keys()).containsExactly("0000000002-0000000002-0000000001");
    }

    // ---- the first key ----

    @Test
    void aKeyWithoutAManifest_isUsedByTheNextTry() throws Exception {
        given.profileOf("1.ldb", "one");
        given.store.before(failing(Call.PUT_IF_ABSENT, "/manifests/"));
        assertThatThrownBy(() -> given.storedBy(1)).isInstanceOf(StoreUnavailable.class);
        given.store.healed();
        assertThat(given.restored()).as("a key is no profile").isEmpty();

        given.storedBy(1);
        given.profileOf("1.ldb", "two").storedBy(2);

        assertThat(given.keys()).containsExactly("0000000001-0000000001-0000000001");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "two"));
    }

    @Test
    void ofTwoThatMakeTheFirstKey_oneWins_andBothUseIt() throws Exception {
        given.profileOf("1.ldb", "one");
        byte[] secret = new byte[DataKey.BYTES];
        new Random(3).nextBytes(secret);
        var id = new DataKeyId(ManifestKey.first(new Epoch(1)));
        byte[] others = WrapFormat.write(new WrapFormat.Wrap(
                TenantId.DEFAULT, given.masterKeys.wrap(secret, Binding.dataKey(TenantId.DEFAULT, ALICE, id))));
        given.store.before((call, key) -> {
            if (call != Call.PUT_IF_ABSENT || !key.equals(FIRST_KEY)) return;
            given.store.replace(FIRST_KEY, others);
        });

        given.storedBy(1);

        assertThat(given.store.get(FIRST_KEY)).contains(others);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void aKeyWhoseAnswerGotLost_isOurs() throws Exception {
        given.store.repeatingCreations();

        given.profileOf("1.ldb", "one").storedBy(1);

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void theKeyOfAProfile_staysOverItsEpochs_soThatOnlyChangedFilesTravel() throws Exception {
        for (int epoch = 1; epoch <= 5; epoch++) {
            given.epochs.create(ALICE, new Epoch(epoch));
            given.profileOf("1.ldb", "same", "log", "state " + epoch).storedBy(epoch);
        }

        assertThat(given.keys()).containsExactly("0000000001-0000000001-0000000001");
        assertThat(given.store.puts()).isEqualTo(6);
    }

    private Map<String, byte[]> objects() throws StoreUnavailable {
        Set<String> keys = Set.copyOf(given.store.keys());
        return keys.stream().collect(Collectors.toMap(key -> key, key -> {
            try {
                return given.store.get(key).orElseThrow();
            } catch (StoreUnavailable e) {
                throw new AssertionError(e);
            }
        }));
    }

    private static byte[] of(Map<String, byte[]> objects, String key) {
        return Objects.requireNonNull(objects.get(key), key);
    }

    private String only(String prefix) {
        return given.store.keys().stream()
                .filter(key -> key.startsWith(prefix))
                .reduce((one, other) -> {
                    throw new AssertionError("more than one below " + prefix);
                })
                .orElseThrow();
    }

    /** Those of one who has none. */
    private static final class NoMasterKeys implements MasterKeys {
        @Override
        public String primary() throws KeyUnavailable {
            throw new KeyUnavailable("there are none");
        }

        @Override
        public Wrapped wrap(byte[] secret, byte[] associatedData) throws KeyUnavailable {
            throw new KeyUnavailable("there are none");
        }

        @Override
        public Optional<byte[]> unwrap(Wrapped wrapped, byte[] associatedData) throws KeyUnavailable {
            throw new KeyUnavailable("there are none");
        }
    }
}
