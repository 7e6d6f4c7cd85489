/** Brings all sessions back that should run and don't. Knows sessions and commands. */
@NullMarked
package io.rookery.gateway.recovery;

import org.jspecify.annotations.NullMarked;
