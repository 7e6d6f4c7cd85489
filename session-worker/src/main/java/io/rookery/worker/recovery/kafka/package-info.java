/** The topics as history. */
@NullMarked
package io.rookery.worker.recovery.kafka;

import org.jspecify.annotations.NullMarked;
