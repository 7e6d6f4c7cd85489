@NullMarked
package io.rookery.store;

import org.jspecify.annotations.NullMarked;
