/** Events and outcomes on Kafka. */
@NullMarked
package io.rookery.worker.event.kafka;

import org.jspecify.annotations.NullMarked;
