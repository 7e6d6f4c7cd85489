/** Master keys as a Tink keyset. */
@NullMarked
package io.rookery.store.tink;

import org.jspecify.annotations.NullMarked;
