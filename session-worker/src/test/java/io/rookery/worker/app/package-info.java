@NullMarked
package io.rookery.worker.app;

import org.jspecify.annotations.NullMarked;
