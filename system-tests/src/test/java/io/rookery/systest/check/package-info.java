/** What the cluster promises, judged by what the simulator's ledger, the topics and the client's own log say. */
@NullMarked
package io.rookery.systest.check;

import org.jspecify.annotations.NullMarked;
