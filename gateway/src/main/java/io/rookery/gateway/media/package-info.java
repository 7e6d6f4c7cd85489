/** Files of messages: uploads and downloads, between HTTP and the object store. Knows no other feature but problems. */
@NullMarked
package io.rookery.gateway.media;

import org.jspecify.annotations.NullMarked;
