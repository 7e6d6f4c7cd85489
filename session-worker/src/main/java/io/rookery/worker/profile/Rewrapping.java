package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.WrapFormat.Wrap;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Wraps the data keys of all sessions with the primary master key, after that has changed. The profiles themselves stay as they are. Workers may run meanwhile. Each data key stays the tenant's that it names. Each for itself: the new wrap
 * is written, read again and opened; only then the old ones go. So it can end anywhere, and a repeat does the rest; where nothing is left to do it does nothing.
 */
public final class Rewrapping {
    private final ObjectStore store;
    private final MasterKeys masterKeys;
    private final DataKeys dataKeys;
    private final Manifests manifests;
    private final Transfers transfers = new Transfers();

    public Rewrapping(ObjectStore store, MasterKeys masterKeys) {
        this.store = store;
        this.masterKeys = masterKeys;
        this.dataKeys = new DataKeys(store, masterKeys);
        this.manifests = new Manifests(store, masterKeys);
    }

    /**
     * @param sessions how many have a data key
     * @param rewrapped how many data keys were wrapped anew
     * @param failures why one of a session's was not, by session
     */
    public record Result(int sessions, int rewrapped, Map<SessionId, String> failures) {}

    /** Goes on with the other sessions where a key of one can't be opened. */
    public Result run() throws StoreUnavailable {
        var sessions = new AtomicInteger();
        var rewrapped = new AtomicInteger();
        Map<SessionId, String> failures = new ConcurrentSkipListMap<>();
        transfers.each(sessions(), RuntimeException.class, session -> {
            Map<DataKeyId, List<WrapName>> keys = wraps(session);
            if (!keys.isEmpty()) sessions.incrementAndGet();
            for (List<WrapName> wraps : keys.values()) {
                try {
                    if (rewrap(session, wraps)) rewrapped.incrementAndGet();
                } catch (KeyUnavailable | ProfileDamaged | ProfileTooNew e) {
                    failures.put(session, String.valueOf(e.getMessage()));
                }
            }
        });
        return new Result(sessions.get(), rewrapped.get(), failures);
    }

    /** How many wraps hang on each master key, by its id; those that can't be read hang on {@code ?}. */
    public Map<String, Integer> uses() throws StoreUnavailable {
        Map<String, Integer> uses = new ConcurrentSkipListMap<>();
        transfers.each(sessions(), RuntimeException.class, session -> {
            for (WrapName name : dataKeys.names(session)) {
                masterKeyOf(session, name).ifPresent(id -> uses.merge(id, 1, Integer::sum));
            }
        });
        return uses;
    }

    private Optional<String> masterKeyOf(SessionId session, WrapName name) throws StoreUnavailable {
        try {
            return dataKeys.find(session, name).map(it -> it.wrapped().masterKey());
        } catch (ProfileDamaged | ProfileTooNew e) {
            return Optional.of("?");
        }
    }

    private Collection<SessionId> sessions() throws StoreUnavailable {
        return store.groups(Layout.SESSIONS).stream()
                .filter(SessionId::isValid) // what else lies there Rookery has not written
                .map(SessionId::new)
                .toList();
    }

    /** By data key, the highest number first. */
    private Map<DataKeyId, List<WrapName>> wraps(SessionId session) throws StoreUnavailable {
        return dataKeys.names(session).stream()
                .collect(Collectors.groupingBy(WrapName::key, TreeMap::new, Collectors.toList()));
    }

    private boolean rewrap(SessionId session, List<WrapName> wraps)
            throws StoreUnavailable, KeyUnavailable, ProfileDamaged, ProfileTooNew {
        if (isShredded(session, wraps)) return false;
        WrapName last = wraps.getFirst();
        Optional<Wrap> wrap = dataKeys.find(session, last);
        if (wrap.isEmpty()) return false; // another one that runs has done it, or the session is being destroyed
        byte[] secret = dataKeys.unwrap(session, last, wrap.get());
        if (wrap.get().wrapped().masterKey().equals(masterKeys.primary())) {
            delete(session, wraps.subList(1, wraps.size())); // left over by one that ended half-way
            return false;
        }
        WrapName next = last.next();
        if (!dataKeys.create(session, wrap.get().tenant(), next, secret) || isShredded(session, List.of(next)))
            return false;
        // The old ones not before the new one is known to open: it is all that is left then.
        Optional<Wrap> written = dataKeys.find(session, next);
        if (written.isEmpty()) return false;
        if (!MessageDigest.isEqual(secret, dataKeys.unwrap(session, next, written.get())))
            throw new ProfileDamaged("data key " + next.text() + " came back from the store as another one");
        delete(session, wraps);
        return true;
    }

    /**
     * Whether the profile was deleted, perhaps just now, and its data keys with it: these wraps go then, too, one that was written meanwhile among them.
     *
     * @throws ProfileDamaged where a deletion stands there that nobody confirms; nothing is removed then
     */
    private boolean isShredded(SessionId session, List<WrapName> wraps)
            throws StoreUnavailable, KeyUnavailable, ProfileDamaged, ProfileTooNew {
        List<ManifestKey> keys = manifests.keys(session);
        if (keys.isEmpty() || keys.getFirst().compareTo(wraps.getFirst().key().madeFor()) < 0) return false;
        if (!manifests.isDeletion(session, keys.getFirst())) return false;
        if (!manifests
                .readConfirmed(session, keys.getFirst(), dataKeys.of(session))
                .deleted()) return false;
        delete(session, wraps);
        return true;
    }

    private void delete(SessionId session, List<WrapName> names) throws StoreUnavailable {
        for (WrapName name : names.reversed()) dataKeys.delete(session, name);
    }
}
