/**
 * An object store, and the master keys that wrap the keys of what lies in it encrypted. Knows nothing of what is kept there. The ports are here, the adapters in {@code s3} and {@code tink}.
 */
@NullMarked
package io.rookery.store;

import org.jspecify.annotations.NullMarked;
