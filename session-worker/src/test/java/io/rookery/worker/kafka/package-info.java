/** The adapters on Kafka, against real brokers. */
@NullMarked
package io.rookery.worker.kafka;

import org.jspecify.annotations.NullMarked;
