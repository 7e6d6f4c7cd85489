/** The outside of the simulator: page files, the page's web socket, the phone, fault and ledger APIs. */
@NullMarked
package io.rookery.simulator.http;

import org.jspecify.annotations.NullMarked;
