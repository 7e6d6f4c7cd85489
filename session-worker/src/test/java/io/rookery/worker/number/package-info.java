@NullMarked
package io.rookery.worker.number;

import org.jspecify.annotations.NullMarked;
