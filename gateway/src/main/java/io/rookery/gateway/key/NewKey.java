package io.rookery.gateway.key;

/** A key with the secret that it has from now on, which nobody can be told again. */
record NewKey(StoredKey key, KeySecret secret) {}
