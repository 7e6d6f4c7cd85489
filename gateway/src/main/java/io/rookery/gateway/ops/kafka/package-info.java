/** Makes and checks the topics at the start. */
@NullMarked
package io.rookery.gateway.ops.kafka;

import org.jspecify.annotations.NullMarked;
