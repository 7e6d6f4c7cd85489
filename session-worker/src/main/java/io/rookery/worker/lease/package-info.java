/**
 * Who may act for a session, and until when. Every change of a session's record is one atomic step on the store's own clock; {@link
 * io.rookery.worker.lease.LeaseStore} is the port, {@code redis} the adapter with its scripts. This feature knows commands only as positions and ids.
 */
@NullMarked
package io.rookery.worker.lease;

import org.jspecify.annotations.NullMarked;
