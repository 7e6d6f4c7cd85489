@NullMarked
package io.rookery.worker.session;

import org.jspecify.annotations.NullMarked;
