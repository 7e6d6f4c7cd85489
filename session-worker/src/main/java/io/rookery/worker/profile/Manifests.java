package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Manifests as create-only objects {@code profiles/{session}/manifests/{epoch}-{generation}}. */
final class Manifests {
    private final ObjectStore store;
    private final MasterKeys masterKeys;

    Manifests(ObjectStore store, MasterKeys masterKeys) {
        this.store = store;
        this.masterKeys = masterKeys;
    }

    /** The highest first. */
    List<ManifestKey> keys(SessionId session) throws StoreUnavailable {
        var layout = new Layout(session);
        return store.list(layout.manifests()).stream()
                .flatMap(key -> layout.manifestOf(key).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Whether it says that it is a deletion. Needs no key, and believes it. */
    boolean isDeletion(SessionId session, ManifestKey key) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        return header(session, key).dataKey() == null;
    }

    /** A deletion is read without any key, and believed: for those who look for what is not needed any more. */
    Manifest read(SessionId session, ManifestKey key, DataKeys.OfSession dataKeys)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        return read(session, key, header(session, key), dataKeys);
    }

    /**
     * As {@link #read}, but a deletion must be confirmed, because a new login follows from it: by the seal of a master key, or because no data key from before it is left, so that there is nothing
     * any more that could be restored. So whoever may write into the store but has no master key can't have a session log in anew with a write alone.
     */
    Manifest readConfirmed(SessionId session, ManifestKey key, DataKeys.OfSession dataKeys)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        ManifestFormat.Header header = header(session, key);
        if (header.dataKey() == null
                && dataKeys.last(key).isPresent()
                && !ManifestFormat.isSealed(session, key, header, masterKeys)) {
            throw new ProfileDamaged("manifest " + key.text()
                    + " says that the profile is deleted, but its keys are there and no master key confirms it");
        }
        return read(session, key, header, dataKeys);
    }

    private static Manifest read(
            SessionId session, ManifestKey key, ManifestFormat.Header header, DataKeys.OfSession dataKeys)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        DataKeyId dataKey = header.dataKey();
        if (dataKey == null) return Manifest.deletion(key, header.time());
        return ManifestFormat.read(session, key, header, dataKeys.open(dataKey));
    }

    private ManifestFormat.Header header(SessionId session, ManifestKey key)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        byte[] content = store.get(new Layout(session).manifest(key))
                .orElseThrow(() -> new StoreUnavailable("manifest " + key.text() + " was listed and is not there"));
        return ManifestFormat.header(key, content);
    }

    /**
     * Creates a manifest.
     *
     * @param dataKey the manifest's
     * @return its size in the store; -1 where another one has this key
     */
    long create(SessionId session, Manifest manifest, DataKey dataKey) throws StoreUnavailable {
        return create(session, manifest.key(), ManifestFormat.write(session, manifest, dataKey));
    }

    /** Like {@link #create}. Needs no data key, and where the master key can't be had it is done without that, too. */
    long createDeletion(SessionId session, ManifestKey key, Instant time) throws StoreUnavailable {
        return create(session, key, ManifestFormat.writeDeletion(session, key, time, masterKeys));
    }

    private long create(SessionId session, ManifestKey manifest, byte[] content) throws StoreUnavailable {
        String key = new Layout(session).manifest(manifest);
        if (store.putIfAbsent(key, content)) return content.length;
        // Perhaps an own try whose answer got lost.
        boolean same =
                store.get(key).filter(there -> Arrays.equals(there, content)).isPresent();
        return same ? content.length : -1;
    }

    void delete(SessionId session, ManifestKey key) throws StoreUnavailable {
        store.delete(new Layout(session).manifest(key));
    }
}
