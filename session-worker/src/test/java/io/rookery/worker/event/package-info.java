@NullMarked
package io.rookery.worker.event;

import org.jspecify.annotations.NullMarked;
