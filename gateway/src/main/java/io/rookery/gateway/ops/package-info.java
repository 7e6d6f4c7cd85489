/** For operators: workers and orders to them, health, the line that says that the program is ready. */
@NullMarked
package io.rookery.gateway.ops;

import org.jspecify.annotations.NullMarked;
