/** Reads the event topics. */
@NullMarked
package io.rookery.gateway.event.kafka;

import org.jspecify.annotations.NullMarked;
