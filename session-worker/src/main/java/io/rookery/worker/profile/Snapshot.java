package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.worker.profile.Manifest.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a copy of a profile the next generation: uploads what the current one does not have, then writes the manifest. */
final class Snapshot {
    private static final Logger log = LoggerFactory.getLogger(Snapshot.class);
    private static final int TRIES = 3;

    private final ObjectStore store;
    private final Manifests manifests;
    private final Transfers transfers;
    private final InstantSource clock;
    private final LongConsumer bytesSent;

    Snapshot(ObjectStore store, Manifests manifests, Transfers transfers, InstantSource clock, LongConsumer bytesSent) {
        this.store = store;
        this.manifests = manifests;
        this.transfers = transfers;
        this.clock = clock;
        this.bytesSent = bytesSent;
    }

    /**
     * @param packing an empty directory for compressed files
     * @return empty where the last generation of this epoch has the same files
     */
    Optional<Manifest> store(SessionId session, Epoch epoch, Path staging, Path packing, Profiles.Metadata metadata)
            throws StoreUnavailable, IOException {
        List<Local> files = scan(staging);
        if (files.isEmpty()) throw new IOException("the copy of the profile holds no file");
        for (int trial = 0; trial < TRIES; trial++) {
            List<ManifestKey> keys = manifests.keys(session).stream()
                    .filter(key -> !epoch.isBelow(key.epoch()))
                    .toList();
            Optional<Manifest> base = keys.isEmpty() ? Optional.empty() : readable(session, keys.getFirst());
            if (base.isPresent() && isSame(base.get(), epoch, files)) return Optional.empty();

            ManifestKey key = keys.isEmpty() || keys.getFirst().epoch().isBelow(epoch)
                    ? ManifestKey.first(epoch)
                    : keys.getFirst().next();
            Map<String, ObjectName> objects =
                    new HashMap<>(base.map(Manifest::objects).orElse(Map.of()));
            upload(session, key, files, objects, packing);
            var manifest = new Manifest(key, false, clock.instant(), metadata, stored(files, objects));
            long size = manifests.create(session, manifest);
            if (size >= 0) {
                bytesSent.accept(size);
                return Optional.of(manifest);
            }
        }
        throw new StoreUnavailable("each next generation was taken already");
    }

    private void upload(
            SessionId session, ManifestKey key, List<Local> files, Map<String, ObjectName> objects, Path packing)
            throws StoreUnavailable, IOException {
        var layout = new Layout(session);
        List<Local> missing = files.stream()
                .filter(file -> objects.putIfAbsent(file.sha256(), new ObjectName(file.sha256(), key)) == null)
                .toList();
        transfers.each(missing, IOException.class, file -> {
            Path packed = packing.resolve(file.sha256());
            FilePacking.pack(file.location(), packed);
            store.put(layout.file(new ObjectName(file.sha256(), key)), packed);
            bytesSent.accept(Files.size(packed));
            Files.delete(packed);
        });
    }

    /** A manifest that can't be read is no base: everything is uploaded anew then. */
    private Optional<Manifest> readable(SessionId session, ManifestKey key) throws StoreUnavailable {
        try {
            return Optional.of(manifests.read(session, key));
        } catch (ProfileDamaged | ProfileTooNew e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("sessionId", session)
                    .addKeyValue("manifest", key.text())
                    .log("the last manifest is not readable, all files are stored again");
            return Optional.empty();
        }
    }

    private static boolean isSame(Manifest base, Epoch epoch, List<Local> files) {
        var before = new HashSet<Local.Content>();
        for (StoredFile file : base.files()) {
            before.add(new Local.Content(file.path(), file.sha256()));
        }
        var now = new HashSet<Local.Content>();
        for (Local file : files) {
            now.add(new Local.Content(file.path(), file.sha256()));
        }
        return base.key().epoch().equals(epoch) && before.equals(now);
    }

    private static List<StoredFile> stored(List<Local> files, Map<String, ObjectName> objects) {
        List<StoredFile> stored = new ArrayList<>();
        for (Local file : files) {
            ObjectName object = objects.get(file.sha256());
            if (object == null) throw new IllegalStateException("file was not uploaded: " + file.path());
            stored.add(new StoredFile(file.path(), file.size(), object));
        }
        return stored;
    }

    private static List<Local> scan(Path staging) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(staging)) {
            paths = walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        List<Local> files = new ArrayList<>();
        for (Path path : paths) {
            String relative = staging.relativize(path).toString();
            files.add(new Local(path, relative, Files.size(path), FilePacking.hash(path)));
        }
        return files;
    }

    /** A file of the copy. */
    private record Local(Path location, String path, long size, String sha256) {
        record Content(String path, String sha256) {}
    }
}
