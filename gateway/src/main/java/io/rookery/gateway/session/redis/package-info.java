/** Reads the session records that the workers write. */
@NullMarked
package io.rookery.gateway.session.redis;

import org.jspecify.annotations.NullMarked;
