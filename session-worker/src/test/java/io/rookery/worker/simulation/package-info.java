/** A whole cluster under one scheduler, from a seed. */
@NullMarked
package io.rookery.worker.simulation;

import org.jspecify.annotations.NullMarked;
