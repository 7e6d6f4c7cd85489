@NullMarked
package io.rookery.worker.pacing;

import org.jspecify.annotations.NullMarked;
