/** Who may call: the API key, and the filter that asks for it. */
@NullMarked
package io.rookery.gateway.access;

import org.jspecify.annotations.NullMarked;
