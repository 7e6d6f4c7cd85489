package io.rookery.worker.lease;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done while the lease store has no memory: owners put themselves back, one elected worker rebuilds the records. Blocks; safe for use by many threads. */
public interface LeaseRecovery {

    /** Whether the store has its memory. Where not, the quarantine of one lease TTL has begun by this call at the latest. */
    boolean remembers() throws LeaseStoreUnavailable;

    /** An owner says that it has the session; the highest epoch counts. */
    void register(SessionId session, ClaimToken token, Epoch epoch) throws LeaseStoreUnavailable;

    /**
     * Asks for the right to rebuild. It lasts half a minute and is prolonged by {@link #restore}.
     *
     * @param candidate a name that was never used before
     * @return whether the quarantine is over, and the right is the candidate's; empty where somebody else rebuilds or nothing needs to be
     */
    Optional<Election> elect(String candidate) throws LeaseStoreUnavailable;

    /** @param quarantineOver false: only an empty cluster may be declared rebuilt */
    record Election(String candidate, boolean quarantineOver) {}

    /**
     * A record as it is rebuilt from the topics.
     *
     * @param user whose it is; empty for nobody's
     */
    record Rebuilt(
            SessionId session,
            TenantId tenant,
            Mode mode,
            Epoch epoch,
            long seen,
            long done,
            long outcomePosition,
            Epoch outcomeFloor,
            String startOptions,
            SessionState state,
            Event.@Nullable Account account,
            String user,
            Map<CommandId, Long> answered) {}

    /** @return false where the right is lost: stop at once */
    boolean restore(Election election, Rebuilt record) throws LeaseStoreUnavailable;

    /**
     * Notes what was answered of a session that never ran, and so has no record.
     *
     * @param answered ids of commands by their offsets
     * @return false where the right is lost: stop at once
     */
    boolean restoreAnswered(Election election, SessionId session, Map<CommandId, Long> answered)
            throws LeaseStoreUnavailable;

    /** Gives the right back, so that an election may follow at once. */
    void resign(Election election) throws LeaseStoreUnavailable;

    /** Ends the amnesia. @return false where the right is lost */
    boolean finish(Election election) throws LeaseStoreUnavailable;
}
