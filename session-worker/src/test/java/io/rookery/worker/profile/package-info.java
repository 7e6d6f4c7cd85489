@NullMarked
package io.rookery.worker.profile;

import org.jspecify.annotations.NullMarked;
