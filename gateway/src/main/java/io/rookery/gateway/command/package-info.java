/** Publishing commands and waiting for their outcomes. Knows events and problems. */
@NullMarked
package io.rookery.gateway.command;

import org.jspecify.annotations.NullMarked;
