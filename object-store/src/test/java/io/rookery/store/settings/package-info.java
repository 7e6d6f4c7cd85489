@NullMarked
package io.rookery.store.settings;

import org.jspecify.annotations.NullMarked;
