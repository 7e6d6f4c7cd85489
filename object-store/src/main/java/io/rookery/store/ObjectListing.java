package io.rookery.store;

import java.time.Instant;
import java.util.List;

/** What a store has, without looking into it. Blocks, with a time limit for every call; safe for use by many threads. */
public interface ObjectListing {

    /** All objects whose keys start with the prefix, in the order of their keys, however many pages that takes. Never a part of them. */
    List<StoredObject> objects(String prefix) throws StoreUnavailable;

    /**
     * An object.
     *
     * @param bytes its size as it is stored
     * @param storedAt by the store's clock
     */
    record StoredObject(String key, long bytes, Instant storedAt) {}
}
