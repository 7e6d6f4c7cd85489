package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import io.rookery.worker.profile.LoginPage.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is enough for a login to survive, in a real Chromium: a key that can't be exported, local storage, a cookie, a service worker. */
class BrowserProfileIT {
    private static final SessionId SESSION = new SessionId("alice");

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final StoredProfiles profiles = new StoredProfiles(
            store,
            new StoredEpochs(store),
            KeysetMasterKeys.of(Keyset.create()),
            () -> "",
            InstantSource.system(),
            new SimpleMeterRegistry());

    @Test
    void aLoginSurvives_closeCopyStoreRestoreOpen() throws Exception {
        try (var page = new LoginPage()) {
            local().fresh(SESSION, new Epoch(1));
            Path first = local().use(SESSION, new Epoch(1));
            Report paired = visit(page, first, "one");
            assertThat(paired.found()).isFalse();
            moveOn(1);

            Report second = visit(page, local().of(SESSION, new Epoch(2)), "two");
            assertSameLogin(paired, second, "two");
            moveOn(2);

            Report third = visit(page, local().of(SESSION, new Epoch(3)), "three");
            assertSameLogin(paired, third, "three");
        }
    }

    /** Close is done; the profile goes to the store, its directory away, and a new owner restores it. */
    private void moveOn(int epoch) throws Exception {
        Path staging = local().staging(SESSION, new Epoch(epoch));
        profiles.copy(local().of(SESSION, new Epoch(epoch)), staging);
        assertThat(profiles.store(
                        SESSION, TenantId.DEFAULT, new Epoch(epoch), staging, new Profiles.Metadata(0, "156", "")))
                .isPresent();
        local().removeAll(SESSION);

        Path next = local().fresh(SESSION, new Epoch(epoch + 1));
        assertThat(profiles.restore(SESSION, TenantId.DEFAULT, next)).isPresent();
        try (var content = Files.list(next)) {
            assertThat(content.map(path -> path.getFileName().toString())).containsExactly("Default");
        }
        local().use(SESSION, new Epoch(epoch + 1));
    }

    private static Report visit(LoginPage page, Path profile, String challenge) throws Exception {
        try (var browser = new HeadlessBrowser(profile, page.url(challenge))) {
            return page.report();
        }
    }

    private static void assertSameLogin(Report paired, Report report, String challenge) throws Exception {
        assertThat(report.found()).isTrue();
        assertThat(report.extractable()).isFalse();
        assertThat(report.publicKey()).isEqualTo(paired.publicKey());
        assertThat(isSignedBy(paired.publicKey(), report.signature(), challenge))
                .isTrue();
        assertThat(report.account()).isEqualTo("alice");
        assertThat(report.cookie()).isEqualTo("visits=1");
        assertThat(report.workers()).isEqualTo(1);
    }

    private static boolean isSignedBy(String publicKey, String signature, String challenge) throws Exception {
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(publicKey))));
        verifier.update(challenge.getBytes(UTF_8));
        return verifier.verify(HexFormat.of().parseHex(signature));
    }

    private LocalProfiles local() {
        return new LocalProfiles(directory, Duration.ofHours(1));
    }
}
