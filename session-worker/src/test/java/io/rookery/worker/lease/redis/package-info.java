@NullMarked
package io.rookery.worker.lease.redis;

import org.jspecify.annotations.NullMarked;
