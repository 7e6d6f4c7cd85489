/** The topics as Kafka sees them: where a session's records belong, and how the topics are made and checked. */
@NullMarked
package io.rookery.events.kafka;

import org.jspecify.annotations.NullMarked;
