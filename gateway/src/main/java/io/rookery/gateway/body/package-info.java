/** How bodies of requests are read. Knows problems, and no other feature. */
@NullMarked
package io.rookery.gateway.body;

import org.jspecify.annotations.NullMarked;
