/** Reads events for web hooks, a consumer group for each, and keeps their dead letters and the log of their deliveries. */
@NullMarked
package io.rookery.gateway.webhook.kafka;

import org.jspecify.annotations.NullMarked;
