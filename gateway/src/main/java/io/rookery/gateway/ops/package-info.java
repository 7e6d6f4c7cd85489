/** Start-up, health, logging of the program's own life. */
@NullMarked
package io.rookery.gateway.ops;

import org.jspecify.annotations.NullMarked;
