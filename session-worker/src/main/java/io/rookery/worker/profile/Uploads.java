package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.Snapshot.Local;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
     * Sends those that are not stored yet, each content once.
     *
     * @param key of the generation that they are stored for
     * @param objects what is stored; what is sent is added to it
     * @param packing an empty directory for encrypted files
     */
    void missing(
            SessionId session,
            ManifestKey key,
            DataKey dataKey,
            List<Local> files,
            Map<String, ObjectName> objects,
            Path packing)
            throws StoreUnavailable, IOException {
        List<Local> missing = files.stream()
                .filter(file -> objects.putIfAbsent(file.hash(), new ObjectName(file.hash(), key)) == null)
                .toList();
        var layout = new Layout(session);
        transfers.each(missing, IOException.class, file -> {
            var name = new ObjectName(file.hash(), key);
            // A repeat puts other bytes there, because encryption is never the same twice, but they open to the same.
            if (file.size() <= FilePacking.IN_MEMORY) {
                Parts packed = FilePacking.pack(file.location(), dataKey, session, name);
                store.put(layout.file(name), packed.list());
                bytesSent.accept(packed.size());
            } else {
                Path packed = packing.resolve(file.hash());
                FilePacking.pack(file.location(), packed, dataKey, session, name);
                store.put(layout.file(name), packed);
                bytesSent.accept(Files.size(packed));
                Files.delete(packed);
            }
            bytesChanged.accept(file.size());
        });
    }
}
