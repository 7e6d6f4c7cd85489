package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what no kept generation of a session needs. Runs after a new manifest, as the owner of an epoch, and by these rules, so that it needs no clock and can stop
 * at any point or wake up at any later time without harm:
 *
 * <ol>
 *   <li>Kept are the three highest manifests, but nothing below a deletion, and the files that they name.
 *   <li>What is there is listed first; only then the highest epoch is read, and where it is above the own one nothing is removed. So every later owner restores what was
 *       current in that listing, or something newer, and builds on that.
 *   <li>A name that was given up is never used again ({@link ObjectName}).
 *   <li>Manifests go before files, the lowest first.
 * </ol>
 */
final class Collector {
    static final int KEPT = 3;

    private final ObjectStore store;
    private final Manifests manifests;
    private final EpochStore epochs;
    private final Transfers transfers;

    Collector(ObjectStore store, Manifests manifests, EpochStore epochs, Transfers transfers) {
        this.store = store;
        this.manifests = manifests;
        this.epochs = epochs;
        this.transfers = transfers;
    }

    /**
     * @return false where a higher epoch exists, and so nothing was removed
     * @throws ProfileDamaged where a kept manifest can't be read: what it needs is not known then, and nothing is removed
     */
    boolean collect(SessionId session, Epoch epoch) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        var layout = new Layout(session);
        List<ManifestKey> keys = manifests.keys(session);
        List<ManifestKey> kept = new ArrayList<>();
        Set<ObjectName> needed = new HashSet<>();
        for (ManifestKey key : keys) {
            if (kept.size() == KEPT) break;
            Manifest manifest = manifests.read(session, key);
            kept.add(key);
            needed.addAll(manifest.objects().values());
            if (manifest.deleted()) break;
        }
        List<ObjectName> unneeded = store.list(layout.files()).stream()
                .flatMap(key -> layout.fileOf(key).stream())
                .filter(name -> !needed.contains(name))
                .toList();
        if (epoch.isBelow(epochs.highest(session))) return false;

        for (ManifestKey key : keys.subList(kept.size(), keys.size()).reversed()) {
            manifests.delete(session, key);
        }
        transfers.each(unneeded, RuntimeException.class, name -> store.delete(layout.file(name)));
        return true;
    }
}
