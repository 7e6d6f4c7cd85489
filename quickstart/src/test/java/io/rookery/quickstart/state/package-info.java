@NullMarked
package io.rookery.quickstart.state;

import org.jspecify.annotations.NullMarked;
