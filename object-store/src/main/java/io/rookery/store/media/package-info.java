/** Files of messages in the object store, encrypted: {@link io.rookery.store.media.MediaStore}. */
@NullMarked
package io.rookery.store.media;

import org.jspecify.annotations.NullMarked;
