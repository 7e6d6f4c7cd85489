/** What operators say of the object store and the master keys, the same for every program of a cluster. */
@NullMarked
package io.rookery.store.settings;

import org.jspecify.annotations.NullMarked;
