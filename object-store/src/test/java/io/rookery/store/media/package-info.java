@NullMarked
package io.rookery.store.media;

import org.jspecify.annotations.NullMarked;
