package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.MasterKeys.Wrapped;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data keys, wrapped, as create-only objects {@code profiles/{session}/keys/{epoch}-{generation}-{number}}. */
final class DataKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ObjectStore store;
    private final MasterKeys masterKeys;

    DataKeys(ObjectStore store, MasterKeys masterKeys) {
        this.store = store;
        this.masterKeys = masterKeys;
    }

    /** The keys that there are now. To be asked for after the manifests were listed: the key of each of them is among these then. */
    OfSession of(SessionId session) throws StoreUnavailable {
        return new OfSession(session, names(session));
    }

    /** The highest first. */
    List<WrapName> names(SessionId session) throws StoreUnavailable {
        var layout = new Layout(session);
        return store.list(layout.keys()).stream()
                .flatMap(key -> layout.keyOf(key).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    Wrapped read(SessionId session, WrapName name) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        return find(session, name)
                .orElseThrow(() -> new StoreUnavailable("data key " + name.text() + " was listed and is not there"));
    }

    /** Empty where it is not there any more. */
    Optional<Wrapped> find(SessionId session, WrapName name) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        Optional<byte[]> content = store.get(new Layout(session).key(name));
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(WrapFormat.read(content.get(), "data key " + name.text()));
    }

    /** The bytes of a data key. */
    byte[] unwrap(SessionId session, WrapName name, Wrapped wrapped) throws KeyUnavailable, ProfileDamaged {
        byte[] secret = masterKeys
                .unwrap(wrapped, Binding.dataKey(session, name.key()))
                .orElseThrow(() -> new ProfileDamaged(
                        "data key " + name.text() + " was not wrapped as that by master key " + wrapped.masterKey()));
        if (secret.length != DataKey.BYTES) throw new ProfileDamaged("data key " + name.text() + " is no key");
        return secret;
    }

    /** @return false where another one has this name */
    boolean create(SessionId session, WrapName name, byte[] secret) throws StoreUnavailable, KeyUnavailable {
        byte[] content = WrapFormat.write(masterKeys.wrap(secret, Binding.dataKey(session, name.key())));
        return store.putIfAbsent(new Layout(session).key(name), content);
    }

    void delete(SessionId session, WrapName name) throws StoreUnavailable {
        store.delete(new Layout(session).key(name));
    }

    /** The data keys of a session as they were listed; what was opened stays so. For one thread. */
    final class OfSession {
        private final SessionId session;
        private final List<WrapName> names;
        private final Map<DataKeyId, DataKey> opened = new HashMap<>();

        private OfSession(SessionId session, List<WrapName> names) {
            this.session = session;
            this.names = names;
        }

        /** The highest first. */
        List<WrapName> names() {
            return names;
        }

        /** The last one that was made for this generation or one before it. */
        Optional<DataKeyId> last(ManifestKey upTo) {
            return names.stream()
                    .map(WrapName::key)
                    .filter(key -> key.madeFor().compareTo(upTo) <= 0)
                    .findFirst();
        }

        /**
         * @throws ProfileDamaged where it is not there, or was not wrapped as this session's
         * @throws KeyUnavailable where the master key is missing
         */
        DataKey open(DataKeyId id) throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
            DataKey known = opened.get(id);
            if (known != null) return known;
            WrapName name = names.stream()
                    .filter(it -> it.key().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new ProfileDamaged("data key " + id.text() + " is missing in the store"));
            DataKey key = new DataKey(id, unwrap(session, name, read(session, name)));
            opened.put(id, key);
            return key;
        }

        /** Makes one. Of several that make it at once one wins, and all get that one's. */
        DataKey make(DataKeyId id) throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
            byte[] secret = new byte[DataKey.BYTES];
            RANDOM.nextBytes(secret);
            WrapName name = WrapName.first(id);
            if (create(session, name, secret)) return new DataKey(id, secret);
            return new DataKey(id, unwrap(session, name, read(session, name)));
        }
    }
}
