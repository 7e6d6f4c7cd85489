/** Recoveries in Redis. */
@NullMarked
package io.rookery.gateway.recovery.redis;

import org.jspecify.annotations.NullMarked;
