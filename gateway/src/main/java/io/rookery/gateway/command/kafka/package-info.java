/** Publishes to the command topic, and knows whether Kafka answers. */
@NullMarked
package io.rookery.gateway.command.kafka;

import org.jspecify.annotations.NullMarked;
