/** Live events of a session by SSE. Knows events and sessions. */
@NullMarked
package io.rookery.gateway.stream;

import org.jspecify.annotations.NullMarked;
