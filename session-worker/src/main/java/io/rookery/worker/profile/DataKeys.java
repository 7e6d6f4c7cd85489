package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.MasterKeys.Wrapped;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.WrapFormat.Wrap;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Data keys, wrapped, as create-only objects {@code profiles/{session}/keys/{epoch}-{generation}-{number}}. */
final class DataKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ObjectStore store;
    private final MasterKeys masterKeys;

    DataKeys(ObjectStore store, MasterKeys masterKeys) {
        this.store = store;
        this.masterKeys = masterKeys;
    }

    /** The keys that there are now, whoever's. To be asked for after the manifests were listed: the key of each of them is among these then. */
    OfSession of(SessionId session) throws StoreUnavailable {
        return of(session, null);
    }

    /**
     * As {@link #of(SessionId)}.
     *
     * @param tenant whose session it is: none but this tenant's keys open, and those that name none; null for whoever's
     */
    OfSession of(SessionId session, @Nullable TenantId tenant) throws StoreUnavailable {
        return new OfSession(session, tenant, names(session));
    }

    /** The highest first. */
    List<WrapName> names(SessionId session) throws StoreUnavailable {
        var layout = new Layout(session);
        return store.list(layout.keys()).stream()
                .flatMap(key -> layout.keyOf(key).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    Wrap read(SessionId session, WrapName name) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        return find(session, name)
                .orElseThrow(() -> new StoreUnavailable("data key " + name.text() + " was listed and is not there"));
    }

    /** Empty where it is not there any more. */
    Optional<Wrap> find(SessionId session, WrapName name) throws StoreUnavailable, ProfileDamaged, ProfileTooNew {
        Optional<byte[]> content = store.get(new Layout(session).key(name));
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(WrapFormat.read(content.get(), "data key " + name.text()));
    }

    /** The bytes of a data key. */
    byte[] unwrap(SessionId session, WrapName name, Wrap wrap) throws KeyUnavailable, ProfileDamaged {
        byte[] secret = masterKeys
                .unwrap(wrap.wrapped(), Binding.dataKey(wrap.tenant(), session, name.key()))
                .orElseThrow(
                        () -> new ProfileDamaged("data key " + name.text() + " was not wrapped as that by master key "
                                + wrap.wrapped().masterKey()));
        if (secret.length != DataKey.BYTES) throw new ProfileDamaged("data key " + name.text() + " is no key");
        return secret;
    }

    /**
     * @param tenant that the wrap shall name; null for none
     * @return false where another one has this name
     */
    boolean create(SessionId session, @Nullable TenantId tenant, WrapName name, byte[] secret)
            throws StoreUnavailable, KeyUnavailable {
        Wrapped wrapped = masterKeys.wrap(secret, Binding.dataKey(tenant, session, name.key()));
        byte[] content = WrapFormat.write(new Wrap(tenant, wrapped));
        return store.putIfAbsent(new Layout(session).key(name), content);
    }

    void delete(SessionId session, WrapName name) throws StoreUnavailable {
        store.delete(new Layout(session).key(name));
    }

    /** The data keys of a session as they were listed; what was opened stays so. For one thread. */
    final class OfSession {
        private final SessionId session;
        private final @Nullable TenantId tenant;
        private final List<WrapName> names;
        private final Map<DataKeyId, DataKey> opened = new HashMap<>();

        private OfSession(SessionId session, @Nullable TenantId tenant, List<WrapName> names) {
            this.session = session;
            this.tenant = tenant;
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
         * @throws ProfileOfAnotherTenant where it is not the tenant's
         * @throws KeyUnavailable where the master key is missing
         */
        DataKey open(DataKeyId id) throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
            DataKey known = opened.get(id);
            if (known != null) return known;
            WrapName name = names.stream()
                    .filter(it -> it.key().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new ProfileDamaged("data key " + id.text() + " is missing in the store"));
            DataKey key = opened(id, name);
            opened.put(id, key);
            return key;
        }

        private DataKey opened(DataKeyId id, WrapName name)
                throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
            Wrap wrap = read(session, name);
            byte[] secret = unwrap(session, name, wrap);
            // Not before it has opened: until then anybody may have written the name.
            if (tenant != null && wrap.tenant() != null && !wrap.tenant().equals(tenant))
                throw new ProfileOfAnotherTenant(session, wrap.tenant(), tenant);
            return new DataKey(id, wrap.tenant(), secret);
        }

        /** Makes one. Of several that make it at once one wins, and all get that one's. */
        DataKey make(DataKeyId id) throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
            byte[] secret = new byte[DataKey.BYTES];
            RANDOM.nextBytes(secret);
            WrapName name = WrapName.first(id);
            return create(session, tenant, name, secret) ? new DataKey(id, tenant, secret) : opened(id, name);
        }

        /** Whether it names no tenant, but shall. */
        boolean isNameless(DataKey key) {
            return tenant != null && key.tenant() == null;
        }
    }
}
