/** Events to HTTP endpoints: signed, in order, repeated until they are taken or given up. What Kafka does for it is in {@code kafka}, the master keys are known to {@code store}. */
@NullMarked
package io.rookery.gateway.webhook;

import org.jspecify.annotations.NullMarked;
