/** Live events by SSE and web socket. Knows events, sessions and callers. */
@NullMarked
package io.rookery.gateway.stream;

import org.jspecify.annotations.NullMarked;
