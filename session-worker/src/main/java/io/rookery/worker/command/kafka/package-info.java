/** Admission's listener and the command log's reader, on Kafka. */
@NullMarked
package io.rookery.worker.command.kafka;

import org.jspecify.annotations.NullMarked;
