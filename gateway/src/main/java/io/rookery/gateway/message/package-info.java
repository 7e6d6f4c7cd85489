/** REST of messages. Knows commands and sessions. */
@NullMarked
package io.rookery.gateway.message;

import org.jspecify.annotations.NullMarked;
