@NullMarked
package io.rookery.worker.command;

import org.jspecify.annotations.NullMarked;
