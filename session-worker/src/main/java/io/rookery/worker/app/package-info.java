/** The program: its settings, how its parts are put together, and how it starts and stops. */
@NullMarked
package io.rookery.worker.app;

import org.jspecify.annotations.NullMarked;
