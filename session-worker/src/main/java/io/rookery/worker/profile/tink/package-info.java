/** Master keys as a Tink keyset. */
@NullMarked
package io.rookery.worker.profile.tink;

import org.jspecify.annotations.NullMarked;
