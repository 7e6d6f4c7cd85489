/** Reads the workers' entries and leaves orders to them. */
@NullMarked
package io.rookery.gateway.ops.redis;

import org.jspecify.annotations.NullMarked;
