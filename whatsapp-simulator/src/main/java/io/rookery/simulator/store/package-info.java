/** What survives a restart: a journal of keyed JSON values. */
@NullMarked
package io.rookery.simulator.store;

import org.jspecify.annotations.NullMarked;
