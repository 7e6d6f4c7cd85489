package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.StoreUnavailable;

/** The epochs that a session has had. They only grow, and outlive everything else, a destroyed session included. Blocks; safe for use by many threads. */
public interface EpochStore {

    /** The highest epoch there is, {@link Epoch#NONE} where there is none. */
    Epoch highest(SessionId session) throws StoreUnavailable;

    /**
     * Takes an epoch by a create-only write.
     *
     * @return false where somebody has it already, also where that was an earlier try of the same caller whose answer got lost: take the next one then
     */
    boolean create(SessionId session, Epoch epoch) throws StoreUnavailable;
}
