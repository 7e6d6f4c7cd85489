/** The stateless gateway: REST and SSE in front of the topics. Features are packages; each knows only what its package comment says. */
@NullMarked
package io.rookery.gateway;

import org.jspecify.annotations.NullMarked;
