/** Token buckets in Redis. */
@NullMarked
package io.rookery.gateway.limit.redis;

import org.jspecify.annotations.NullMarked;
