/** What a running cluster tells about itself, and the file in which it does. */
@NullMarked
package io.rookery.quickstart.state;

import org.jspecify.annotations.NullMarked;
