/** What a worker does when the lease store has lost its memory: one of them rebuilds the records from the topics and the object store. */
@NullMarked
package io.rookery.worker.recovery;

import org.jspecify.annotations.NullMarked;
