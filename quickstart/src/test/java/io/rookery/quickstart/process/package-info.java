@NullMarked
package io.rookery.quickstart.process;

import org.jspecify.annotations.NullMarked;
