package io.rookery.worker.profile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Profiles in an object store, per session:
 *
 * <pre>
 * profiles/{session}/keys/{epoch}-{generation}-{number}   a data key, wrapped by a master key; epoch and generation are those that it was made for
 * profiles/{session}/files/{hash}-{epoch}-{generation}    a file's content, zstd, encrypted; the hash is a keyed one, epoch and generation are those that uploaded it
 * profiles/{session}/manifests/{epoch}-{generation}       encrypted; the highest is the current profile, or says that there is none
 * profiles/{session}/epochs/{epoch}                       see {@link StoredEpochs}
 * </pre>
 *
 * <p>The master key is not in the store ({@link MasterKeys}). What the store shows to whoever may read it: which sessions there are, and whose, when they were stored, how many files of which size they have
 * once compressed, and which of these have changed.
 *
 * <p>Nothing is ever overwritten with another content. A snapshot that ends half-way leaves files that no manifest names; a later one removes them ({@link Collector}).
 */
public final class StoredProfiles implements Profiles {
    private static final Logger log = LoggerFactory.getLogger(StoredProfiles.class);
    private static final int DELETION_TRIES = 3;

    private final Manifests manifests;
    private final Snapshot snapshot;
    private final Restore restore;
    private final Collector collector;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Timer storeTimer;
    private final Timer restoreTimer;
    /** Sessions of whose newest generation something is wrong: their next one relies on nothing that is stored. */
    private final Set<SessionId> damaged = ConcurrentHashMap.newKeySet();

    /** @param browserVersion of the browser that will open what is restored; an empty text where it is not known, nothing is refused as too new then */
    public StoredProfiles(
            ObjectStore store,
            EpochStore epochs,
            MasterKeys masterKeys,
            Supplier<String> browserVersion,
            InstantSource clock,
            MeterRegistry meters) {
        this.manifests = new Manifests(store, masterKeys);
        this.clock = clock;
        this.meters = meters;
        var transfers = new Transfers();
        var dataKeys = new DataKeys(store, masterKeys);
        Counter bytesSent = Counter.builder("rookery.profile.bytes.sent")
                .description("Bytes of profiles sent to the object store, compressed and encrypted")
                .register(meters);
        Counter bytesChanged = Counter.builder("rookery.profile.bytes.changed")
                .description("Bytes of the files of profiles that had to be sent, as they are on disk")
                .register(meters);
        this.snapshot = new Snapshot(
                store, manifests, dataKeys, transfers, clock, bytesSent::increment, bytesChanged::increment);
        Counter bytesFetched = Counter.builder("rookery.profile.bytes.fetched")
                .description("Bytes of profiles fetched from the object store, compressed and encrypted")
                .register(meters);
        this.restore = new Restore(store, manifests, dataKeys, transfers, browserVersion, bytesFetched::increment);
        this.collector = new Collector(store, manifests, dataKeys, epochs, transfers);
        this.storeTimer = Timer.builder("rookery.profile.store")
                .description("Time to store a generation of a profile, from the copy on disk to its manifest")
                .register(meters);
        this.restoreTimer = Timer.builder("rookery.profile.restore")
                .description("Time to restore and verify a profile")
                .register(meters);
        for (RestoreResult result : RestoreResult.values()) {
            restores(result);
        }
    }

    @Override
    public Optional<Restored> restore(SessionId session, TenantId tenant, Path directory, @Nullable Path warm)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, IOException {
        RestoreResult result = RestoreResult.FAILED;
        try {
            var timing = Timer.start(meters);
            Optional<Restored> restored = newestWhole(session, tenant, directory.toAbsolutePath(), warm);
            result = restored.map(it -> it.damage() == null ? RestoreResult.RESTORED : RestoreResult.PREDECESSOR)
                    .orElse(RestoreResult.NONE);
            if (restored.isPresent()) timing.stop(restoreTimer);
            return restored;
        } catch (StoreUnavailable e) {
            result = RestoreResult.UNAVAILABLE;
            throw e;
        } catch (ProfileDamaged e) {
            result = RestoreResult.DAMAGED;
            throw e;
        } catch (ProfileTooNew e) {
            result = RestoreResult.TOO_NEW;
            throw e;
        } catch (KeyUnavailable e) {
            result = RestoreResult.KEY_UNAVAILABLE;
            throw e;
        } finally {
            restores(result).increment();
        }
    }

    private Optional<Restored> newestWhole(SessionId session, TenantId tenant, Path directory, @Nullable Path warm)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, IOException {
        Directories.createWithParents(directory);
        if (!isEmpty(directory)) throw new IOException("the directory to restore into is not empty");
        List<ManifestKey> candidates = restore.candidates(session);
        if (candidates.isEmpty()) return Optional.empty();
        ManifestKey newest = candidates.getFirst();
        try {
            return verified(session, tenant, newest, directory, warm).map(it -> new Restored(it, null));
        } catch (ProfileOfAnotherTenant e) {
            throw e; // it is whole, and so nothing may take its place
        } catch (ProfileDamaged damage) {
            damaged.add(session);
            log.atError()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("manifest", newest.text())
                    .addKeyValue("cause", damage.getMessage())
                    .log("the newest checkpoint is damaged");
            if (candidates.size() < 2 || restore.saysDeleted(session, newest)) throw damage;
            return Optional.of(predecessor(session, tenant, candidates.getLast(), directory, warm, damage));
        }
    }

    /** Only a whole one takes the damaged one's place: a deletion before it says nothing about a profile that came later. */
    private Restored predecessor(
            SessionId session,
            TenantId tenant,
            ManifestKey key,
            Path directory,
            @Nullable Path warm,
            ProfileDamaged damage)
            throws StoreUnavailable, ProfileDamaged, KeyUnavailable, IOException {
        try {
            Directories.createWithParents(directory);
            return verified(session, tenant, key, directory, warm)
                    .map(it -> new Restored(it, damage.getMessage()))
                    .orElseThrow(() -> damage);
        } catch (ProfileTooNew e) {
            damage.addSuppressed(e);
            throw damage;
        } catch (ProfileDamaged e) {
            if (e != damage) damage.addSuppressed(e);
            throw damage;
        }
    }

    private Optional<Generation> verified(
            SessionId session, TenantId tenant, ManifestKey key, Path directory, @Nullable Path warm)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, IOException {
        Optional<Restore.Current> current = restore.open(session, tenant, key);
        if (current.isEmpty()) return Optional.empty();
        Path incoming = sibling(directory, ".incoming");
        Directories.delete(incoming);
        Directories.create(incoming);
        try {
            restore.files(session, current.get(), directory, incoming, warm);
        } catch (StoreUnavailable | ProfileDamaged | IOException | RuntimeException e) {
            Directories.deleteAfter(e, directory);
            throw e;
        } finally {
            discard(incoming);
        }
        return current.map(it -> it.manifest().generation());
    }

    @Override
    public void copy(Path directory, Path staging) throws IOException {
        ProfileFiles.copy(directory, staging);
    }

    @Override
    public Optional<Generation> store(SessionId session, TenantId tenant, Epoch epoch, Path staging, Metadata metadata)
            throws StoreUnavailable, KeyUnavailable, IOException {
        Path packing = sibling(staging.toAbsolutePath(), ".packing");
        try {
            Directories.delete(packing);
            Directories.create(packing);
            var timing = Timer.start(meters);
            Optional<Snapshot.Stored> stored =
                    snapshot.store(session, tenant, epoch, staging, packing, metadata, damaged.contains(session));
            damaged.remove(session);
            if (stored.isPresent()) {
                timing.stop(storeTimer);
                collect(session, epoch, stored.get());
            }
            return stored.map(it -> it.manifest().generation());
        } finally {
            discard(packing);
            discard(staging);
        }
    }

    /** What could not be collected now is collected after the next generation. */
    private void collect(SessionId session, Epoch epoch, Snapshot.Stored stored) {
        try {
            collector.collect(session, epoch, stored);
        } catch (StoreUnavailable | ProfileDamaged | ProfileTooNew | KeyUnavailable e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("sessionId", session)
                    .addKeyValue("epoch", epoch)
                    .log("old generations could not be removed");
        }
    }

    @Override
    public void delete(SessionId session, Epoch epoch) throws StoreUnavailable {
        markDeleted(session, epoch);
        try {
            if (!collector.collect(session, epoch)) {
                log.atWarn()
                        .addKeyValue("sessionId", session)
                        .addKeyValue("epoch", epoch)
                        .log("a newer owner has the session, its profile is left alone");
            }
        } catch (ProfileDamaged | ProfileTooNew | KeyUnavailable e) {
            throw new StoreUnavailable("a newer manifest stands above the deletion", e);
        }
    }

    private void markDeleted(SessionId session, Epoch epoch) throws StoreUnavailable {
        for (int trial = 0; trial < DELETION_TRIES; trial++) {
            Optional<ManifestKey> last = manifests.keys(session).stream()
                    .filter(key -> !epoch.isBelow(key.epoch()))
                    .findFirst()
                    .filter(key -> key.epoch().equals(epoch));
            if (last.isPresent() && isDeletion(session, last.get())) return;
            ManifestKey key = last.map(ManifestKey::next).orElse(ManifestKey.first(epoch));
            if (manifests.createDeletion(session, key, clock.instant()) >= 0) return;
        }
        throw new StoreUnavailable("each next generation was taken already");
    }

    private boolean isDeletion(SessionId session, ManifestKey key) throws StoreUnavailable {
        try {
            return manifests.isDeletion(session, key);
        } catch (ProfileDamaged | ProfileTooNew e) {
            return false; // whatever it is, the deletion goes above it
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }

    private static Path sibling(Path directory, String suffix) {
        return directory.resolveSibling(directory.getFileName() + suffix);
    }

    private static void discard(Path directory) {
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("directory", directory)
                    .log("a temporary directory could not be removed");
        }
    }

    private Counter restores(RestoreResult result) {
        return Counter.builder("rookery.profile.restores")
                .description("Restores of profiles by result")
                .tag("result", result.tag)
                .register(meters);
    }

    private enum RestoreResult {
        RESTORED("restored"),
        PREDECESSOR("predecessor"),
        NONE("none"),
        DAMAGED("damaged"),
        TOO_NEW("too-new"),
        KEY_UNAVAILABLE("key-unavailable"),
        UNAVAILABLE("unavailable"),
        FAILED("failed");

        private final String tag;

        RestoreResult(String tag) {
            this.tag = tag;
        }
    }
}
