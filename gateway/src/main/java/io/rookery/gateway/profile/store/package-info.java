/** Stored profiles in the object store. */
@NullMarked
package io.rookery.gateway.profile.store;

import org.jspecify.annotations.NullMarked;
