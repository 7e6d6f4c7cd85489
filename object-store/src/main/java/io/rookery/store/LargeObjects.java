package io.rookery.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Objects that need not fit into memory: made once, never changed, read as a stream, and removed when they are old. In the same bucket as {@link ObjectStore}'s, and with the same promise: what was acknowledged is seen by whoever
 * reads. Blocks; safe for use by many threads.
 *
 * <p>Every method throws {@link StoreUnavailable} where the store's answer is anything but a clear yes or no. A creation that ended so may have happened or still happen.
 */
public interface LargeObjects {

    /**
     * Creates an object with a file's content; of many that try at once exactly one does.
     *
     * @return false where there is one already, also where that came from an earlier try of the same call whose answer got lost
     * @throws IOException where the file can't be read
     */
    boolean create(String key, Path content) throws StoreUnavailable, IOException;

    /**
     * An object's content, of which nothing is kept in memory. To be closed. Its {@link InputStream#read} throws an {@link IOException} where the store breaks off or falls silent, never an early end.
     *
     * @return empty only where the store says in so many words that there is no such object
     */
    Optional<InputStream> open(String key) throws StoreUnavailable;

    /**
     * The first bytes of an object, fewer where it is shorter.
     *
     * @param length at least 1
     * @return empty only where the store says in so many words that there is no such object
     */
    Optional<byte[]> start(String key, int length) throws StoreUnavailable;

    /**
     * Some of the objects under a prefix that were created longer ago than this. The store's own clock says when they were, and what time it is: no other clock that goes wrong makes an object old.
     *
     * @param most how many at most, above 0
     * @return their keys, in ascending order; fewer than {@code most} only where there are no more
     */
    List<String> olderThan(String prefix, Duration age, int most) throws StoreUnavailable;

    /** Removes an object; does nothing where there is none. */
    void delete(String key) throws StoreUnavailable;
}
