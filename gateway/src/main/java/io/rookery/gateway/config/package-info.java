/** What outlives Redis and belongs to no session: API keys, web hooks. A compacted topic, held in memory by every gateway. */
@NullMarked
package io.rookery.gateway.config;

import org.jspecify.annotations.NullMarked;
