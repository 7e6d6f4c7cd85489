package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;

/** Sends a copy's files to the store, packed. All but the largest are packed in memory; what is there at a time has a bound: {@link FilePacking#IN_MEMORY} for each of the {@link Transfers}. */
final class Uploads {
    private final ObjectStore store;
    private final Transfers transfers;
    private final LongConsumer bytesSent;
    private final LongConsumer bytesChanged;

    Uploads(ObjectStore store, Transfers transfers, LongConsumer bytesSent, LongConsumer bytesChanged) {
        this.store = store;
        this.transfers = transfers;
        this.bytesSent = bytesSent;
        this.bytesChanged = bytesChanged;
    }

    /**
     * Sends what is not stored yet, each content once. One file is hashed while another is packed or on its way, so that neither the cores nor the store wait for each other.
     *
     * @param key of the generation that they are stored for
     * @param objects what is stored, by keyed hash; what is sent is added to it. Safe for use by many threads
     * @param packing an empty directory for encrypted files
     * @return the files in the order given, with their keyed hashes
     */
    List<Hashed> missing(
            SessionId session,
            ManifestKey key,
            DataKey dataKey,
            List<Local> files,
            ConcurrentMap<String, ObjectName> objects,
            Path packing)
            throws StoreUnavailable, IOException {
        var hashes = new ConcurrentHashMap<Local, String>();
        transfers.each(files, IOException.class, file -> {
            String hash = FilePacking.hash(file.location(), dataKey);
            hashes.put(file, hash);
            var name = new ObjectName(hash, key);
            if (objects.putIfAbsent(hash, name) == null) send(session, file, dataKey, name, packing);
        });
        return files.stream().map(file -> new Hashed(file, hash(hashes, file))).toList();
    }

    private static String hash(Map<Local, String> hashes, Local file) {
        String hash = hashes.get(file);
        if (hash == null) throw new IllegalStateException("file was not hashed: " + file.path());
        return hash;
    }

    /** A repeat puts other bytes there, because encryption is never the same twice, but they open to the same. */
    private void send(SessionId session, Local file, DataKey dataKey, ObjectName name, Path packing)
            throws StoreUnavailable, IOException {
        String object = new Layout(session).file(name);
        if (file.size() <= FilePacking.IN_MEMORY) {
            Parts packed = FilePacking.pack(file.location(), dataKey, session, name);
            store.put(object, packed.list());
            bytesSent.accept(packed.size());
        } else {
            Path packed = packing.resolve(name.hash());
            FilePacking.pack(file.location(), packed, dataKey, session, name);
            store.put(object, packed);
            bytesSent.accept(Files.size(packed));
            Files.delete(packed);
        }
        bytesChanged.accept(file.size());
    }

    /**
     * A file of the copy.
     *
     * @param path relative to the profile's directory
     */
    record Local(Path location, String path, long size) {}

    /** @param hash its name among the stored ones */
    record Hashed(Local file, String hash) {}
}
