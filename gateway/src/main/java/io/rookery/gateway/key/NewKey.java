package io.rookery.gateway.key;

import org.jspecify.annotations.Nullable;

/**
 * A key with the secret that it has from now on, which nobody can be told again.
 *
 * @param secret null where an earlier request of the same name has made the key, and was told it
 */
record NewKey(StoredKey key, @Nullable KeySecret secret) {}
