@NullMarked
package io.rookery.store.tink;

import org.jspecify.annotations.NullMarked;
