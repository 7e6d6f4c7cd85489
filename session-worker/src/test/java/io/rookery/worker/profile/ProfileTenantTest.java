package io.rookery.worker.profile;

import static io.rookery.worker.profile.ProfileFixture.ALICE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Epoch;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys.Wrapped;
import io.rookery.store.tink.Keyset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a stored profile is, and who gets it. */
class ProfileTenantTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final String FIRST_KEY = "profiles/alice/keys/0000000001-0000000001-0000000001";

    @TempDir
    Path directory;

    private ProfileFixture given;

    @BeforeEach
    void fixture() {
        given = new ProfileFixture(directory);
        given.tenant = ACME;
    }

    @Test
    void aProfile_opensForItsTenantOnly_andARefusalDeletesNothing() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        given.profileOf("1.ldb", "two").storedBy(1);
        Map<String, String> before = stored();

        for (TenantId tenant : List.of(OTHER, TenantId.DEFAULT)) {
            given.tenant = tenant;
            assertThatThrownBy(given::restored)
                    .isInstanceOf(ProfileOfAnotherTenant.class)
                    .hasMessage("what is stored of session alice is tenant acme's, and not tenant " + tenant + "'s");
            assertThatThrownBy(() -> given.profileOf("1.ldb", "three").storedBy(2))
                    .isInstanceOf(KeyUnavailable.class)
                    .hasMessageContaining("is tenant acme's");
        }

        assertThat(stored()).isEqualTo(before);
        assertThat(given.restores("damaged")).isEqualTo(2);
        given.tenant = ACME;
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "two"));
    }

    @Test
    void theNameOfTheTenant_canNeitherBeChangedNorTakenAway() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        byte[] key = given.store.get(FIRST_KEY).orElseThrow();
        WrapFormat.Wrap wrap = WrapFormat.read(key, "key");
        assertThat(new String(key, ISO_8859_1)).startsWith("RKDK\u0002\u0004acme");

        assertOpensForNobody(new WrapFormat.Wrap(OTHER, wrap.wrapped()));
        assertOpensForNobody(new WrapFormat.Wrap(null, wrap.wrapped()));
    }

    private void assertOpensForNobody(WrapFormat.Wrap key) {
        given.store.replace(FIRST_KEY, WrapFormat.write(key));
        for (TenantId tenant : List.of(ACME, OTHER, TenantId.DEFAULT)) {
            given.tenant = tenant;
            assertThatThrownBy(given::restored)
                    .isExactlyInstanceOf(ProfileDamaged.class)
                    .hasMessageContaining("was not wrapped as that");
        }
    }

    @Test
    void theDefaultTenantsName_canNotBeTakenAwayEither() throws Exception {
        given.tenant = TenantId.DEFAULT;
        given.profileOf("1.ldb", "one").storedBy(1);
        WrapFormat.Wrap wrap = WrapFormat.read(given.store.get(FIRST_KEY).orElseThrow(), "key");

        given.store.replace(FIRST_KEY, WrapFormat.write(new WrapFormat.Wrap(null, wrap.wrapped())));

        assertThatThrownBy(given::restored).hasMessageContaining("was not wrapped as that");
    }

    @Test
    void aFileOfAnotherTenant_doesNotOpen_evenUnderTheSameKey() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        DataKey ours = given.dataKey();
        DataKey theirs = new DataKey(ours.id(), OTHER, secret());
        Path file = Files.writeString(directory.resolve("file"), "one");
        var name = new ObjectName(FilePacking.hash(file, ours), ManifestKey.first(new Epoch(1)));
        Path packed = directory.resolve("packed");
        assertThat(FilePacking.hash(file, theirs)).as("the same key").isEqualTo(name.hash());

        FilePacking.pack(file, packed, theirs, ALICE, name);
        given.store.replace(new Layout(ALICE).file(name), Files.readAllBytes(packed));
        assertThatThrownBy(given::restored).isInstanceOf(ProfileDamaged.class).hasMessageContaining("decrypted");

        Files.delete(packed);
        FilePacking.pack(file, packed, ours, ALICE, name);
        given.store.replace(new Layout(ALICE).file(name), Files.readAllBytes(packed));
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void aManifestOfAnotherTenant_doesNotOpen_evenUnderTheSameKey() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        var key = ManifestKey.first(new Epoch(1));
        String place = new Layout(ALICE).manifest(key);
        ManifestFormat.Header header =
                ManifestFormat.header(key, given.store.get(place).orElseThrow());
        Manifest manifest = ManifestFormat.read(ALICE, key, header, given.dataKey());

        var theirs = new DataKey(given.dataKey().id(), OTHER, secret());
        given.store.replace(place, ManifestFormat.write(ALICE, manifest, theirs));
        assertThatThrownBy(given::restored)
                .isInstanceOf(ProfileDamaged.class)
                .hasMessageContaining("was changed, or is that of something else");

        given.store.replace(place, ManifestFormat.write(ALICE, manifest, given.dataKey()));
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    @Test
    void whatAnEarlierTenantHadUnderThisName_doesNotComeBack() throws Exception {
        given.profileOf("1.ldb", "acme's").storedBy(1);
        Map<String, String> acmes = stored();
        given.profiles.delete(ALICE, new Epoch(1));
        given.tenant = OTHER;
        assertThat(given.restored()).isEmpty();
        given.profileOf("1.ldb", "other's").storedBy(2);
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "other's"));

        given.store.keys().forEach(given.store::remove);
        acmes.forEach((key, content) -> given.store.replace(key, HexFormat.of().parseHex(content)));

        assertThatThrownBy(given::restored).isInstanceOf(ProfileOfAnotherTenant.class);
        assertThat(stored()).isEqualTo(acmes);
    }

    // ---- from before tenants were named ----

    @Test
    void aProfileThatNamesNoTenant_opensForItsSessionsTenant_andGetsAKeyThatDoes() throws Exception {
        namelessProfile("one");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));

        assertThat(given.profileOf("1.ldb", "one").storedBy(1))
                .as("nothing but the key is new")
                .isPresent();

        assertThat(given.keys())
                .containsExactly("0000000001-0000000001-0000000001", "0000000001-0000000002-0000000001");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
        given.tenant = OTHER;
        assertThatThrownBy(given::restored).isInstanceOf(ProfileOfAnotherTenant.class);
        given.tenant = ACME;
        assertThat(given.profileOf("1.ldb", "one").storedBy(1))
                .as("it has its key now")
                .isEmpty();
        for (int i = 1; i <= 2; i++) given.profileOf("1.ldb", "more " + i).storedBy(1);
        assertThat(given.keys()).containsExactly("0000000001-0000000002-0000000001");
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "more 2"));
    }

    @Test
    void aRotation_leavesKeysToThoseWhoseTheyAre() throws Exception {
        given.profileOf("1.ldb", "acme's").storedBy(1);
        rotated();
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "acme's"));
        given.tenant = OTHER;
        assertThatThrownBy(given::restored).isInstanceOf(ProfileOfAnotherTenant.class);
    }

    @Test
    void aRotation_leavesAKeyThatNamesNobody_asThat() throws Exception {
        namelessProfile("one");
        rotated();
        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    // ---- the operator's ----

    @Test
    void whatAnOperatorRestores_staysItsTenants() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        given.profileOf("1.ldb", "two").storedBy(1);
        assertThat(operator(given).list(ALICE)).allMatch(it -> it.state() == Generations.State.WHOLE);

        operator(given).restore(ALICE, "1-1");

        assertThat(given.restored()).isEqualTo(Map.of("1.ldb", "one"));
        given.tenant = OTHER;
        assertThatThrownBy(given::restored).isInstanceOf(ProfileOfAnotherTenant.class);
    }

    @Test
    void anExport_staysItsTenants_andReplacesNobodyElses() throws Exception {
        given.profileOf("1.ldb", "one").storedBy(1);
        Path file = directory.resolve("alice.profile");
        operator(given).export(ALICE, file);
        var there = new ProfileFixture(Files.createDirectory(directory.resolve("there")));
        there.workerWith(given.keyset);

        operator(there).importFrom(ALICE, file, false);

        assertThatThrownBy(there::restored).isInstanceOf(ProfileOfAnotherTenant.class);
        there.tenant = ACME;
        assertThat(there.restored()).isEqualTo(Map.of("1.ldb", "one"));

        var others = new ProfileFixture(Files.createDirectory(directory.resolve("others")));
        others.workerWith(given.keyset);
        others.tenant = OTHER;
        others.profileOf("1.ldb", "other's").storedBy(1);
        var before = others.store.keys();
        assertThatThrownBy(() -> operator(others).importFrom(ALICE, file, true))
                .isInstanceOf(ProfileRefused.class)
                .hasMessage("what is stored of session alice is tenant other's, and not tenant acme's");
        assertThat(others.store.keys()).isEqualTo(before);
        assertThat(others.restored()).isEqualTo(Map.of("1.ldb", "other's"));
    }

    @Test
    void anExportThatNamesNoTenant_opensForItsSessionsTenant() throws Exception {
        namelessProfile("one");
        Path file = directory.resolve("alice.profile");
        operator(given).export(ALICE, file);
        var there = new ProfileFixture(Files.createDirectory(directory.resolve("there")));
        there.workerWith(given.keyset);
        there.tenant = ACME;

        operator(there).importFrom(ALICE, file, false);

        assertThat(there.restored()).isEqualTo(Map.of("1.ldb", "one"));
    }

    // ---- helpers ----

    /** As it was stored before tenants were named: format 1, bound to the default tenant. */
    private void namelessProfile(String content) throws Exception {
        var transfers = new Transfers();
        new Snapshot(
                        given.store,
                        new Manifests(given.store, given.masterKeys),
                        new DataKeys(given.store, given.masterKeys),
                        transfers,
                        InstantSource.system(),
                        bytes -> {},
                        bytes -> {})
                .store(
                        ALICE,
                        null,
                        new Epoch(1),
                        given.profileOf("1.ldb", content).staged(),
                        Files.createDirectory(directory.resolve("packing")),
                        new Profiles.Metadata(0, "", ""),
                        false);
        byte[] key = given.store.get(FIRST_KEY).orElseThrow();
        assertThat(new String(key, ISO_8859_1)).startsWith("RKDK\u0001");
        byte[] binding = Binding.of(TenantId.DEFAULT, "data key", ALICE, "0000000001-0000000001".getBytes(UTF_8));
        assertThat(given.masterKeys.unwrap(WrapFormat.read(key, "key").wrapped(), binding))
                .isPresent();
    }

    private void rotated() throws Exception {
        Keyset rotated = given.keyset.rotated();
        given.workerWith(rotated);
        assertThat(new Rewrapping(given.store, given.masterKeys).run())
                .isEqualTo(new Rewrapping.Result(1, 1, Map.of()));
        assertThat(given.keys()).containsExactly("0000000001-0000000001-0000000002");
    }

    private byte[] secret() throws Exception {
        WrapFormat.Wrap wrap = WrapFormat.read(given.store.get(FIRST_KEY).orElseThrow(), "key");
        Wrapped wrapped = wrap.wrapped();
        var id = new DataKeyId(ManifestKey.first(new Epoch(1)));
        return given.masterKeys
                .unwrap(wrapped, Binding.dataKey(wrap.tenant(), ALICE, id))
                .orElseThrow();
    }

    /** Contents in hexadecimal, by key. */
    private Map<String, String> stored() throws Exception {
        Map<String, String> contents = new HashMap<>();
        for (String key : given.store.keys()) {
            contents.put(key, HexFormat.of().formatHex(given.store.get(key).orElseThrow()));
        }
        return contents;
    }

    private OperatorProfiles operator(ProfileFixture cluster) {
        return new OperatorProfiles(
                cluster.store, cluster.epochs, cluster.masterKeys, InstantSource.system(), directory);
    }
}
