package io.rookery.store;

import java.util.Optional;

/**
 * The keys that wrap the sessions' data keys. They live outside the object store, and never leave this port. One of them, the primary, wraps; all of them unwrap. Blocks; safe for use by many
 * threads.
 */
public interface MasterKeys {

    /** The id of the key that wraps from now on: a few visible ASCII characters that never stand for another key. */
    String primary() throws KeyUnavailable;

    /**
     * Wraps under the primary.
     *
     * @param secret some bytes, at least one
     * @param associatedData must be the same at {@link #unwrap}
     */
    Wrapped wrap(byte[] secret, byte[] associatedData) throws KeyUnavailable;

    /**
     * @return empty where the key is there but these bytes were not wrapped under it with these associated data
     * @throws KeyUnavailable where the key is not known, or can't be asked
     */
    Optional<byte[]> unwrap(Wrapped wrapped, byte[] associatedData) throws KeyUnavailable;

    /**
     * Something wrapped.
     *
     * @param masterKey the id of the key that unwraps it
     */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    record Wrapped(String masterKey, byte[] bytes) {
        @Override
        public String toString() {
            return "Wrapped[" + masterKey + "]";
        }
    }
}
