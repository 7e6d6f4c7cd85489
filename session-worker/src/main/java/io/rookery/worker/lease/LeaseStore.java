package io.rookery.worker.lease;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions' records, and who owns them until when. Every method is one atomic step; all times are the store's own. Blocks up to the call time-out; safe for use
 * by many threads.
 *
 * <p>Every method throws {@link LeaseStoreUnavailable} where no answer came: the step may have happened, so read again or repeat. And {@link Amnesia} where the store
 * has lost its memory: nothing has happened then, and nothing will until the records are rebuilt.
 */
public interface LeaseStore {

    /** What admission knows of a command. */
    record Admission(
            SessionId session,
            CommandId id,
            long offset,
            Kind kind,
            TenantId tenant,
            String startOptions,
            long outcomeEnd,
            Instant deadline,
            UserClaim user) {
        /** How a command bears on a session that has no owner. */
        public enum Kind {
            /** It makes the session run. */
            START,
            /** It ends a session that runs: a worker without a free slot can answer it. */
            CLOSE,
            /** As close; and a stopped session is claimed for it, if it is known. */
            SETTLE,
            /** A stopped session is claimed for it, if it is known; whether it ends anything only an owner can tell. */
            WAKE,
            OTHER
        }
    }

    AdmitDecision admit(Admission admission) throws LeaseStoreUnavailable, Amnesia;

    /**
     * What is known of a session before a command is admitted.
     *
     * @param user whose it is; empty for nobody's
     */
    record Known(Event.Desired desired, TenantId tenant, Epoch epoch, String user) {}

    Optional<Known> known(SessionId session) throws LeaseStoreUnavailable, Amnesia;

    /** The sessions of a user, the stopped ones, too, each with the position in its log since which it is the user's; not the destroyed ones. */
    Map<SessionId, Long> sessionsOf(TenantId tenant, String user) throws LeaseStoreUnavailable, Amnesia;

    /**
     * Notes a command that is refused whatever the session does.
     *
     * @return {@link AdmitDecision#REJECT}, or {@link AdmitDecision#DUPLICATE} where its id was answered at a lower offset
     */
    AdmitDecision noteRefused(SessionId session, CommandId id, long offset) throws LeaseStoreUnavailable, Amnesia;

    /**
     * @param settle only where a worker without a free slot has something to do: a close, log-out or destroy waits, a command is past its deadline, or a closed session was not given up
     * @return the highest epoch that the record knows; empty where the session should not run or somebody else has it
     */
    Optional<Epoch> claim(SessionId session, ClaimToken token, boolean settle) throws LeaseStoreUnavailable, Amnesia;

    /**
     * What a new owner takes over.
     *
     * @param done the position in the command partition up to which everything of the session is answered
     * @param seen the highest position that admission has looked at for it
     * @param outcomePosition where in the outcome partition its predecessors' outcomes may begin
     * @param outcomeFloor the epoch that wrote {@code outcomePosition}: outcomes of lower epochs behind it are void
     * @param startOptions the JSON of its last start command
     * @param closing the highest position of a close, log-out or destroy that is known to wait; -1 where none is
     * @param usage the JSON of what has been used of its limits, as its owners have told it; empty where they have not
     */
    record Inheritance(
            TenantId tenant,
            long done,
            long seen,
            Mode mode,
            long outcomePosition,
            Epoch outcomeFloor,
            SessionState state,
            String startOptions,
            long closing,
            String usage) {}

    /** @return empty where the claim is lost, or a higher epoch is known */
    Optional<Inheritance> setEpoch(SessionId session, ClaimToken token, Epoch epoch)
            throws LeaseStoreUnavailable, Amnesia;

    /**
     * A lease that is prolonged.
     *
     * @param outcomePosition where an idle owner's outcome position may move on to; -1 leaves it
     * @param usage the JSON of what has been used of its limits, at least up to the outcome position: what lies below is not read again. Empty leaves it
     */
    record Renewal(SessionId session, ClaimToken token, Epoch epoch, long outcomePosition, String usage) {}

    /** Prolongs the leases, all in one step. @return for each renewal, in its order, whether it still owns the session */
    List<Boolean> renew(List<Renewal> renewals) throws LeaseStoreUnavailable, Amnesia;

    /**
     * What is answered up to a position.
     *
     * @param id the command at the position; null where the position only moves on
     * @param outcomePosition of its outcome; -1 leaves what is known
     * @param endState what the session is from now on, where the command has ended its run: a successor then knows what is left to do. Null leaves it
     * @param logStart ids of commands below it are forgotten: the log does not hold them any more
     */
    record Completion(
            SessionId session,
            ClaimToken token,
            Epoch epoch,
            long position,
            Mode mode,
            long outcomePosition,
            @Nullable CommandId id,
            @Nullable SessionState endState,
            long logStart) {}

    /** @return false where the lease is lost */
    boolean complete(Completion completion) throws LeaseStoreUnavailable, Amnesia;

    /**
     * An owner starts its session anew.
     *
     * @param startOptions the JSON of the start command, see {@link Inheritance}
     */
    record Restart(SessionId session, ClaimToken token, Epoch epoch, String startOptions, UserClaim user) {}

    /** How it ended that a session was to have other options. */
    enum Started {
        OK,
        /** The user has another one; nothing is changed. */
        USER_HAS_SESSION,
        /** The user has other sessions than the caller knows: look again. */
        USER_CHANGED,
        LOST
    }

    /** Notes the options of a start that its owner carries out, where they are not those that admission has noted. */
    Started started(Restart restart) throws LeaseStoreUnavailable, Amnesia;

    /** How giving up ended. */
    enum GiveUp {
        OK,
        /** Admission has let more in: answer that first. */
        MORE,
        LOST
    }

    /**
     * Stops the session, unless admission has seen something beyond the position.
     *
     * @param usage see {@link Renewal}; outcomes up to here are not read again when the session is started once more
     */
    GiveUp giveUp(SessionId session, ClaimToken token, Epoch epoch, long position, SessionState state, String usage)
            throws LeaseStoreUnavailable, Amnesia;

    /**
     * What a settler leaves behind for a worker with a free slot.
     *
     * @param upTo it has looked at everything of the session up to this position
     * @param closing the last close, log-out or destroy there; -1 where there is none
     * @param starting the start that needs a slot; -1 where there is none
     * @param expiresAt the earliest deadline there, in epoch milliseconds; -1 where nothing waits
     */
    record Waiting(long upTo, long closing, long starting, long expiresAt) {}

    /**
     * Lets another worker have the session at once.
     *
     * @param waiting of a settler; null of an owner with a slot
     * @return false where the lease is lost already
     */
    boolean release(SessionId session, ClaimToken token, Epoch epoch, @Nullable Waiting waiting)
            throws LeaseStoreUnavailable, Amnesia;

    /**
     * [guard-order] That life of the worker is over, and no browser of it runs: the same worker may claim its sessions at once, others when the leases are over.
     *
     * @return the sessions that it owned last, and nobody else since
     */
    Set<SessionId> endLeases(WorkerId worker, String incarnation) throws LeaseStoreUnavailable, Amnesia;

    /** How a session that waits is shown from now on. */
    record Queued(TenantId tenant, List<SessionState> lastStates) {}

    /**
     * Notes why a session waits.
     *
     * @param leastWait it says nothing about a session that waits for less
     * @return empty where it does not wait, or that was known
     */
    Optional<Queued> queued(SessionId session, String reason, String text, Duration leastWait)
            throws LeaseStoreUnavailable, Amnesia;

    /** What people see of a session; {@code healthReasons}: what is wrong, the worst first. */
    record Status(
            SessionState state,
            List<SessionState> lastStates,
            @Nullable String reason,
            @Nullable String text,
            Event.@Nullable Account account,
            Health health,
            List<String> healthReasons) {
        public Status(
                SessionState state,
                List<SessionState> lastStates,
                @Nullable String reason,
                @Nullable String text,
                Event.@Nullable Account account) {
            this(state, lastStates, reason, text, account, Health.HEALTHY, List.of());
        }
    }

    /** @return false where the lease is lost */
    boolean status(SessionId session, ClaimToken token, Epoch epoch, Status status)
            throws LeaseStoreUnavailable, Amnesia;

    /** Whether a command of this id was answered at a lower offset. */
    boolean isAnsweredBefore(SessionId session, CommandId id, long offset) throws LeaseStoreUnavailable, Amnesia;

    /** Sessions that should run and have no valid lease, longest waiting first. */
    List<SessionId> claimable(int limit) throws LeaseStoreUnavailable, Amnesia;

    /** Those among them that can be claimed to be settled, without a free slot. */
    List<SessionId> settleable(int limit) throws LeaseStoreUnavailable, Amnesia;

    /** A session that is closed, since this time of the store's clock. */
    record Closed(SessionId session, TenantId tenant, Instant since) {}

    /**
     * Of one page of all sessions those that were looked for.
     *
     * @param next the id behind which the next page begins; null where this was the last one
     */
    record ClosedPage(List<Closed> sessions, @Nullable SessionId next) {}

    /**
     * The closed sessions, one page of all sessions after the other.
     *
     * @param reason why they were closed, as their last status says
     * @param after the id behind which the page begins; null for the first one
     * @param limit how many sessions are looked at
     */
    ClosedPage closed(String reason, Duration atLeast, @Nullable SessionId after, int limit)
            throws LeaseStoreUnavailable, Amnesia;
}
