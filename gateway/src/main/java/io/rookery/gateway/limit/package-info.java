/** How much a key may do: a rate that all gateways of a cluster share, and a time for each body. Knows who calls and which keys have a rate of their own. */
@NullMarked
package io.rookery.gateway.limit;

import org.jspecify.annotations.NullMarked;
