package io.rookery.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The little that Rookery needs of an object store: immutable objects under keys. Reads and listings show every write that was acknowledged before. Blocks, with a time
 * limit for every call; safe for use by many threads.
 *
 * <p>Every method throws {@link StoreUnavailable} where the store's answer is anything but a clear yes or no. A write that ended so may have happened or still happen.
 */
public interface ObjectStore {

    /** The whole content of a small object; empty only where the store says in so many words that there is no such object. */
    Optional<byte[]> get(String key) throws StoreUnavailable;

    /**
     * Writes an object's content into a file, which is replaced.
     *
     * @return false only where the store says in so many words that there is no such object
     * @throws IOException where the file can't be written
     */
    boolean get(String key, Path target) throws StoreUnavailable, IOException;

    /**
     * Creates a small object; of many that try at once exactly one does.
     *
     * @return false where there is one already, also where that came from an earlier try of the same call whose answer got lost
     */
    boolean putIfAbsent(String key, byte[] content) throws StoreUnavailable;

    /** As {@link #put(String, Path)}, with a content that is in memory: the parts, one after the other. They must not change before this returns. */
    void put(String key, List<byte[]> parts) throws StoreUnavailable;

    /**
     * Writes a file's content. Only for keys whose content never changes, so that a repeat is harmless.
     *
     * @throws IOException where the file can't be read
     */
    void put(String key, Path content) throws StoreUnavailable, IOException;

    /** All keys that start with the prefix, in ascending order, however many pages that takes. Never a part of them. */
    List<String> list(String prefix) throws StoreUnavailable;

    /** What stands between the prefix and the next slash in the keys that start with it and have one: each name once, in ascending order. Never a part of them. */
    List<String> groups(String prefix) throws StoreUnavailable;

    /** Removes an object; does nothing where there is none. */
    void delete(String key) throws StoreUnavailable;
}
