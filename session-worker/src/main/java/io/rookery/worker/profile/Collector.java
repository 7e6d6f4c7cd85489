package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        List<ManifestKey> keys = manifests.keys(session);
        return collect(session, epoch, keys, dataKeys.of(session), Map.of());
    }

    /**
     * As {@link #collect(SessionId, Epoch)}, after a generation was stored, with what is known from that: neither it nor the one before it is read again, nor the key that opens both. Keys that were
     * made since then are left to the next time.
     */
    boolean collect(SessionId session, Epoch epoch, Snapshot.Stored stored)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        // Nothing of it is superseded. What an earlier try has left of files is found after the second one.
        if (stored.first()) return true;
        Map<ManifestKey, Manifest> known = new HashMap<>();
        known.put(stored.manifest().key(), stored.manifest());
        stored.last().ifPresent(last -> known.put(last.key(), last));
        return collect(session, epoch, manifests.keys(session), stored.keys(), known);
    }

    private boolean collect(
            SessionId session,
            Epoch epoch,
            List<ManifestKey> keys,
            DataKeys.OfSession sessionKeys,
            Map<ManifestKey, Manifest> known)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        var layout = new Layout(session);
        List<ManifestKey> kept = new ArrayList<>();
        Set<DataKeyId> neededKeys = new HashSet<>();
        Set<ObjectName> needed = new HashSet<>();
        for (ManifestKey key : keys) {
            if (kept.size() == KEPT) break;
            Manifest there = known.get(key);
            Manifest manifest = there == null ? manifests.read(session, key, sessionKeys) : there;
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
