package io.rookery.worker.profile;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.InMemoryObjectStore;
import io.rookery.store.MasterKeys;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A session with a profile on disk and a store in memory. */
final class ProfileFixture {
    static final SessionId ALICE = new SessionId("alice");
    static final String DB = "Default/IndexedDB/db/";

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final EpochStore epochs = new StoredEpochs(store);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    TenantId tenant = TenantId.DEFAULT;
    Keyset keyset = Keyset.create();
    MasterKeys masterKeys = KeysetMasterKeys.of(keyset);
    StoredProfiles profiles;
    private final String browserVersion;
    private final Path directory;
    private final Path profile;
    private int counter;

    ProfileFixture(Path directory) {
        this(directory, "156.0.8078.79");
    }

    ProfileFixture(Path directory, String browserVersion) {
        this.directory = directory;
        this.profile = directory.resolve("profile");
        this.browserVersion = browserVersion;
        this.profiles = profiles();
    }

    private StoredProfiles profiles() {
        return new StoredProfiles(
                store,
                epochs,
                masterKeys,
                () -> browserVersion,
                InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")),
                meters);
    }

    /** The same store, looked at by a worker with these master keys. */
    void workerWith(Keyset other) {
        keyset = other;
        masterKeys = KeysetMasterKeys.of(other);
        profiles = profiles();
    }

    /** What opens Alice's profile. */
    DataKey dataKey() throws Exception {
        DataKeys.OfSession keys = new DataKeys(store, masterKeys).of(ALICE);
        return keys.open(keys.names().getFirst().key());
    }

    /** The profile on disk has exactly these files in its database. */
    ProfileFixture profileOf(String... namesAndContents) throws IOException {
        Directories.delete(profile);
        for (int i = 0; i < namesAndContents.length; i += 2) {
            Path file = profile.resolve(DB + namesAndContents[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, namesAndContents[i + 1]);
        }
        return this;
    }

    Optional<Profiles.Generation> storedBy(int epoch) throws Exception {
        return storedBy(epoch, "156.0.8078.79");
    }

    Optional<Profiles.Generation> storedBy(int epoch, String browserVersion) throws Exception {
        return storedBy(ALICE, epoch, browserVersion);
    }

    Optional<Profiles.Generation> storedBy(SessionId session, int epoch, String browserVersion) throws Exception {
        Path staging = staged();
        return profiles.store(
                session, tenant, new Epoch(epoch), staging, new Profiles.Metadata(41, browserVersion, "2.3000.1"));
    }

    Path staged() throws IOException {
        Path staging = directory.resolve("staging-" + counter++);
        profiles.copy(profile, staging);
        return staging;
    }

    /** What a restore brings: contents by name in the database; empty where there is no profile. */
    Map<String, String> restored() throws Exception {
        return restored(ALICE);
    }

    Map<String, String> restored(SessionId session) throws Exception {
        Path target = directory.resolve("restored-" + counter++);
        boolean there = profiles.restore(session, tenant, target).isPresent();
        Map<String, String> contents = new TreeMap<>();
        if (!there) return contents;
        try (Stream<Path> files = Files.list(target.resolve(DB))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    Stream<String> manifests() {
        return names("profiles/alice/manifests/");
    }

    Stream<String> files() {
        return names("profiles/alice/files/");
    }

    Stream<String> keys() {
        return names("profiles/alice/keys/");
    }

    private Stream<String> names(String prefix) {
        return store.keys().stream().filter(key -> key.startsWith(prefix)).map(key -> key.substring(prefix.length()));
    }

    double restores(String result) {
        return meters.get("rookery.profile.restores")
                .tag("result", result)
                .counter()
                .count();
    }
}
