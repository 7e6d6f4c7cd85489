/** The parts of a whole cluster as child processes: each part a class, all of them together a {@link io.rookery.quickstart.Cluster}. */
@NullMarked
package io.rookery.quickstart;

import org.jspecify.annotations.NullMarked;
