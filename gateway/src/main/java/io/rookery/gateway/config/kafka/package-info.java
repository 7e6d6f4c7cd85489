/** Run-time configuration on its compacted topic. */
@NullMarked
package io.rookery.gateway.config.kafka;

import org.jspecify.annotations.NullMarked;
