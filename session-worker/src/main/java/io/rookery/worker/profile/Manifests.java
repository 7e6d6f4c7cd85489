package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Manifests as create-only objects {@code profiles/{session}/manifests/{epoch}-{generation}}. */
final class Manifests {
    private final ObjectStore store;

    Manifests(ObjectStore store) {
        this.store = store;
    }

    /** The highest first. */
    List<ManifestKey> keys(SessionId session) throws StoreUnavailable {
        var layout = new Layout(session);
        return store.list(layout.manifests()).stream()
                .flatMap(key -> layout.manifestOf(key).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    Manifest read(SessionId session, ManifestKey key) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        byte[] content = store.get(new Layout(session).manifest(key))
                .orElseThrow(() -> new StoreUnavailable("manifest " + key.text() + " was listed and is not there"));
        return ManifestFormat.read(session, key, content);
    }

    /**
     * Creates a manifest.
     *
     * @return its size in the store; -1 where another one has this key
     */
    long create(SessionId session, Manifest manifest) throws StoreUnavailable {
        String key = new Layout(session).manifest(manifest.key());
        byte[] content = ManifestFormat.write(session, manifest);
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
