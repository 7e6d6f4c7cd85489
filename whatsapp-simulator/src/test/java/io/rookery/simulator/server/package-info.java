@NullMarked
package io.rookery.simulator.server;

import org.jspecify.annotations.NullMarked;
