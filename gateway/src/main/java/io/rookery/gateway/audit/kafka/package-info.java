/** The audit topic. */
@NullMarked
package io.rookery.gateway.audit.kafka;

import org.jspecify.annotations.NullMarked;
