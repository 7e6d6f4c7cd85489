@NullMarked
package io.rookery.quickstart;

import org.jspecify.annotations.NullMarked;
