package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what no kept generation of a session needs. Runs after a new manifest, as the owner of an epoch, and by these rules, so that it needs no clock and can stop
 * at any point or wake up at any later time without harm:
 *
 * <ol>
 *   <li>Kept are the three highest manifests, but nothing below a deletion, the files that they name, and the data keys that open these. Wraps of one data key are not its business: only what
 *       rewraps knows which of them can go.
 *   <li>What is there is listed first; only then the highest epoch is read, and where it is above the own one nothing is removed. So every later owner restores what was
 *       current in that listing, or something newer, and builds on that.
 *   <li>A name that was given up is never used again ({@link ObjectName}).
 *   <li>Manifests go before keys, and keys before files; manifests the lowest first. So of a deleted profile nothing can be read any more before the long work begins.
 * </ol>
 */
final class Collector {
    static final int KEPT = 3;

    private final ObjectStore store;
    private final Manifests manifests;
    private final DataKeys dataKeys;
    private final EpochStore epochs;
    private final Transfers transfers;

    Collector(ObjectStore store, Manifests manifests, DataKeys dataKeys, EpochStore epochs, Transfers transfers) {
        this.store = store;
        this.manifests = manifests;
        this.dataKeys = dataKeys;
        this.epochs = epochs;
        this.transfers = transfers;
    }

    /**
     * @return false where a higher epoch exists, and so nothing was removed
     * @throws ProfileDamaged where a kept manifest can't be read: what it needs is not known then, and nothing is removed
     */
    boolean collect(SessionId session, Epoch epoch)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        var layout = new Layout(session);
        List<ManifestKey> keys = manifests.keys(session);
        DataKeys.OfSession sessionKeys = dataKeys.of(session);
        List<ManifestKey> kept = new ArrayList<>();
        Set<DataKeyId> neededKeys = new HashSet<>();
        Set<ObjectName> needed = new HashSet<>();
        for (ManifestKey key : keys) {
            if (kept.size() == KEPT) break;
            Manifest manifest = manifests.read(session, key, sessionKeys);
            kept.add(key);
            needed.addAll(manifest.objects().values());
            DataKeyId dataKey = manifest.dataKey();
            if (dataKey == null) break;
            neededKeys.add(dataKey);
        }
        List<WrapName> unneededKeys = sessionKeys.names().stream()
                .filter(name -> !neededKeys.contains(name.key()))
                // One that was made for a generation to come has no manifest yet.
                .filter(name -> !keys.isEmpty() && name.key().madeFor().compareTo(keys.getFirst()) <= 0)
                .toList();
        List<ObjectName> unneeded = store.list(layout.files()).stream()
                .flatMap(key -> layout.fileOf(key).stream())
                .filter(name -> !needed.contains(name))
                .toList();
        if (epoch.isBelow(epochs.highest(session))) return false;

        for (ManifestKey key : keys.subList(kept.size(), keys.size()).reversed()) {
            manifests.delete(session, key);
        }
        for (WrapName name : unneededKeys) {
            dataKeys.delete(session, name);
        }
        transfers.each(unneeded, RuntimeException.class, name -> store.delete(layout.file(name)));
        return true;
    }
}
