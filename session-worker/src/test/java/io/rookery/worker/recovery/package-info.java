@NullMarked
package io.rookery.worker.recovery;

import org.jspecify.annotations.NullMarked;
