@NullMarked
package io.rookery.worker.lease;

import org.jspecify.annotations.NullMarked;
