/** What the gateway and the workers do alike when they start. */
@NullMarked
package io.rookery.startup;

import org.jspecify.annotations.NullMarked;
