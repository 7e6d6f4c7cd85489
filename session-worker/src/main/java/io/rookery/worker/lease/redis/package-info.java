/** The lease store on one Redis primary: one Lua script a step, each beginning with the same prelude. */
@NullMarked
package io.rookery.worker.lease.redis;

import org.jspecify.annotations.NullMarked;
