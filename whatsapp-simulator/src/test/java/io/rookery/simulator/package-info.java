@NullMarked
package io.rookery.simulator;

import org.jspecify.annotations.NullMarked;
