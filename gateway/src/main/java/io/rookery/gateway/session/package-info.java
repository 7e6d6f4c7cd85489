/** REST of sessions and their pairing codes. Knows commands, events and problems. */
@NullMarked
package io.rookery.gateway.session;

import org.jspecify.annotations.NullMarked;
