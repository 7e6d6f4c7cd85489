/** What the gateway says of itself: the OpenAPI description of its routes, the AsyncAPI document of the topics. Knows problems, and no other feature. */
@NullMarked
package io.rookery.gateway.description;

import org.jspecify.annotations.NullMarked;
