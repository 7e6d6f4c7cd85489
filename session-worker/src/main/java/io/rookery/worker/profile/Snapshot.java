package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.Manifest.StoredFile;
import io.rookery.worker.profile.Uploads.Hashed;
import io.rookery.worker.profile.Uploads.Local;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a copy of a profile the next generation: uploads what the current one does not have, then writes the manifest. */
final class Snapshot {
    private static final Logger log = LoggerFactory.getLogger(Snapshot.class);
    private static final int TRIES = 3;

    private final Manifests manifests;
    private final DataKeys dataKeys;
    private final Uploads uploads;
    private final InstantSource clock;
    private final LongConsumer bytesSent;

    Snapshot(
            ObjectStore store,
            Manifests manifests,
            DataKeys dataKeys,
            Transfers transfers,
            InstantSource clock,
            LongConsumer bytesSent,
            LongConsumer bytesChanged) {
        this.manifests = manifests;
        this.dataKeys = dataKeys;
        this.clock = clock;
        this.bytesSent = bytesSent;
        this.uploads = new Uploads(store, transfers, bytesSent, bytesChanged);
    }

    /**
     * @param tenant whose session it is; null where that is not known: then whoever's key there is is taken
     * @param packing an empty directory for encrypted files that are too large for the memory
     * @param anew whether every file is uploaded, because what is stored is not to be trusted
     * @return empty where the last generation of this epoch has the same files
     */
    Optional<Stored> store(
            SessionId session,
            @Nullable TenantId tenant,
            Epoch epoch,
            Path staging,
            Path packing,
            Profiles.Metadata metadata,
            boolean anew)
            throws StoreUnavailable, KeyUnavailable, IOException {
        List<Local> files = files(staging);
        for (int trial = 0; trial < TRIES; trial++) {
            List<ManifestKey> all = manifests.keys(session);
            List<ManifestKey> keys =
                    all.stream().filter(key -> !epoch.isBelow(key.epoch())).toList();
            ManifestKey key = keys.isEmpty() || keys.getFirst().epoch().isBelow(epoch)
                    ? ManifestKey.first(epoch)
                    : keys.getFirst().next();
            DataKeys.OfSession sessionKeys = dataKeys.of(session, tenant);
            Optional<Manifest> last =
                    keys.isEmpty() ? Optional.empty() : readable(session, keys.getFirst(), sessionKeys);
            DataKey dataKey = dataKey(sessionKeys, key, last);
            Optional<Manifest> base = last.filter(it -> !anew && dataKey.id().equals(it.dataKey()));
            var objects = new ConcurrentHashMap<>(base.map(Manifest::objects).orElse(Map.of()));
            List<Hashed> hashed = uploads.missing(session, key, dataKey, files, objects, packing);
            if (base.isPresent() && isSame(base.get(), epoch, hashed)) return Optional.empty();

            var manifest = new Manifest(key, dataKey.id(), clock.instant(), metadata, stored(hashed, objects));
            long size = manifests.create(session, manifest, dataKey);
            if (size >= 0) {
                bytesSent.accept(size);
                return Optional.of(new Stored(manifest, all.isEmpty(), last, sessionKeys));
            }
        }
        throw new StoreUnavailable("each next generation was taken already");
    }

    /**
     * What was stored, and what is known from it.
     *
     * @param first whether the session had no manifest before
     * @param last the one before it, if that could be read
     * @param keys as they were listed before; also open there
     */
    record Stored(Manifest manifest, boolean first, Optional<Manifest> last, DataKeys.OfSession keys) {}

    /**
     * The session's last data key; a new one only where there is none, or where it belongs to an earlier life of the profile. One that can't be opened is never replaced: what it opens would be lost
     * when the generations that need it are collected. One that opens but names no tenant is followed by one that does: it would open for the next tenant that has a session of this name, too.
     *
     * @param key of the manifest to come
     * @param before the one before it
     */
    private static DataKey dataKey(DataKeys.OfSession keys, ManifestKey key, Optional<Manifest> before)
            throws StoreUnavailable, KeyUnavailable {
        Optional<DataKeyId> there = keys.last(key).filter(id -> before.isEmpty() || isOfThisLife(id, before.get()));
        try {
            if (there.isPresent()) {
                DataKey last = keys.open(there.get());
                if (!keys.isNameless(last)) return last;
            }
            return keys.make(new DataKeyId(key));
        } catch (ProfileDamaged | ProfileTooNew e) {
            throw new KeyUnavailable("the session's data key can't be used: " + e.getMessage(), e);
        }
    }

    private static boolean isOfThisLife(DataKeyId key, Manifest last) {
        DataKeyId before = last.dataKey();
        return before == null ? key.madeFor().compareTo(last.key()) > 0 : key.compareTo(before) >= 0;
    }

    /** A manifest that can't be read is no base: everything is uploaded anew then. */
    private Optional<Manifest> readable(SessionId session, ManifestKey key, DataKeys.OfSession sessionKeys)
            throws StoreUnavailable, KeyUnavailable {
        try {
            return Optional.of(manifests.read(session, key, sessionKeys));
        } catch (ProfileDamaged | ProfileTooNew e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("sessionId", session)
                    .addKeyValue("manifest", key.text())
                    .log("the last manifest is not readable, all files are stored again");
            return Optional.empty();
        }
    }

    private static boolean isSame(Manifest base, Epoch epoch, List<Hashed> files) {
        var before = new HashSet<Content>();
        for (StoredFile file : base.files()) {
            before.add(new Content(file.path(), file.hash()));
        }
        var now = new HashSet<Content>();
        for (Hashed file : files) {
            now.add(new Content(file.file().path(), file.hash()));
        }
        return base.key().epoch().equals(epoch) && before.equals(now);
    }

    private record Content(String path, String hash) {}

    private static List<StoredFile> stored(List<Hashed> files, Map<String, ObjectName> objects) {
        List<StoredFile> stored = new ArrayList<>();
        for (Hashed file : files) {
            ObjectName object = objects.get(file.hash());
            if (object == null)
                throw new IllegalStateException(
                        "file was not uploaded: " + file.file().path());
            stored.add(new StoredFile(file.file().path(), file.file().size(), object));
        }
        return stored;
    }

    private static List<Local> files(Path staging) throws IOException {
        List<Local> files = new ArrayList<>();
        long bytes = 0;
        for (Path path : scan(staging)) {
            var file = new Local(path, staging.relativize(path).toString(), Files.size(path));
            files.add(file);
            bytes += file.size();
        }
        if (files.isEmpty()) throw new IOException("the copy of the profile holds no file");
        Optional<String> excess = FileTable.excess(files.size(), bytes);
        if (excess.isPresent()) throw new IOException("the profile is too large: " + excess.get());
        return files;
    }

    /** The files in it, in the order of their names. */
    static List<Path> scan(Path staging) throws IOException {
        try (Stream<Path> walk = Files.walk(staging)) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
