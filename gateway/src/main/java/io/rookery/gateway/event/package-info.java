/** What the topics tell: the reader's rule of epochs, what is held in memory, and the fan-out to whoever listens. Knows no other feature. */
@NullMarked
package io.rookery.gateway.event;

import org.jspecify.annotations.NullMarked;
