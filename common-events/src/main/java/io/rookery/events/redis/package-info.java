/** What the programs of a cluster agree on about Redis. */
@NullMarked
package io.rookery.events.redis;

import org.jspecify.annotations.NullMarked;
