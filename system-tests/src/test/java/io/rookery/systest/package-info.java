/** The whole system as real processes, judged from outside. */
@NullMarked
package io.rookery.systest;

import org.jspecify.annotations.NullMarked;
