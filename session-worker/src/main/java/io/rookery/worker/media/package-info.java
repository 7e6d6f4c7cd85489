/**
 * Files of messages: on their way to a page, and from it.
 *
 * <p>The ports are {@link io.rookery.worker.media.OutgoingMedia}; sessions know nothing of where a file comes from.
 */
@NullMarked
package io.rookery.worker.media;

import org.jspecify.annotations.NullMarked;
