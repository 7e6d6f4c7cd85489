/** Faults under load, from a seed, and what the checks say about them. */
@NullMarked
package io.rookery.systest.chaos;

import org.jspecify.annotations.NullMarked;
