/** The ground truth: everything that happened, in order. */
@NullMarked
package io.rookery.simulator.ledger;

import org.jspecify.annotations.NullMarked;
