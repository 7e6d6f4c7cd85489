/** The rules of the simulated server: who is linked, who may log in, what is routed to whom. Plain Java on one thread; sockets, timers and disks are outside. */
@NullMarked
package io.rookery.simulator.server;

import org.jspecify.annotations.NullMarked;
