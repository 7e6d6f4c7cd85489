package io.rookery.worker.lease;

import io.rookery.events.WorkerId;

/**
 * The name under which one claim owns a session: no two claims ever share one, not even of the same worker.
 *
 * @param incarnation one life of the worker's process
 * @param claim counts the claims of that life
 */
public record ClaimToken(WorkerId worker, String incarnation, long claim) {
    /** The form in which the store keeps it. */
    @Override
    public String toString() {
        return worker + "/" + incarnation + "/" + claim;
    }
}
