/** Every error as problem details (RFC 9457) with a stable code. Knows no other feature. */
@NullMarked
package io.rookery.gateway.problem;

import org.jspecify.annotations.NullMarked;
