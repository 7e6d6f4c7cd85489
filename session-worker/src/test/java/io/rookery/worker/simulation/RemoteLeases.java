package io.rookery.worker.simulation;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.lease.AdmitDecision;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.simulation.Network.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lease store as a worker reaches it: every call is a script that may be carried out late, or without an answer. */
final class RemoteLeases implements LeaseStore, LeaseRecovery {
    private final World world;
    private final SimProcess process;
    private final InMemoryLeaseStore records;

    RemoteLeases(World world, SimProcess process) {
        this.world = world;
        this.process = process;
        this.records = world.redis.records();
    }

    private <T> T ask(Network.Operation<T> script) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.STEP, script);
    }

    private <T> T ask(Moment moment, Network.Operation<T> script) throws LeaseStoreUnavailable, Amnesia {
        try {
            return world.network.call(process, Server.REDIS, moment, script);
        } catch (Network.NoAnswer e) {
            throw new LeaseStoreUnavailable("no answer", e);
        } catch (Amnesia | RuntimeException e) {
            throw e;
        } catch (Exception e) { // scripts throw nothing else
            throw new IllegalStateException(e);
        }
    }

    /** Of what amnesia does not keep from being carried out. */
    private <T> T recover(Network.Operation<T> script) throws LeaseStoreUnavailable {
        return recover(Moment.REBUILDING, script);
    }

    private <T> T recover(Moment moment, Network.Operation<T> script) throws LeaseStoreUnavailable {
        try {
            return ask(moment, script);
        } catch (Amnesia e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public AdmitDecision admit(Admission admission) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.ADMITTING, () -> {
            AdmitDecision decision = records.admit(admission);
            world.trace(() -> "admit %s %s at %d by %s: %s"
                    .formatted(admission.session(), admission.id(), admission.offset(), process.name, decision));
            return decision;
        });
    }

    @Override
    public Optional<Known> known(SessionId session) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.ADMITTING, () -> records.known(session));
    }

    @Override
    public Map<SessionId, Long> sessionsOf(TenantId tenant, String user) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.ADMITTING, () -> records.sessionsOf(tenant, user));
    }

    @Override
    public Started started(Restart restart) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.STEP, () -> records.started(restart));
    }

    @Override
    public ClosedPage closed(String reason, Duration atLeast, @Nullable SessionId after, int limit)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.STEP, () -> records.closed(reason, atLeast, after, limit));
    }

    @Override
    public AdmitDecision noteRefused(SessionId session, CommandId id, long offset)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.ADMITTING, () -> records.noteRefused(session, id, offset));
    }

    @Override
    public Optional<Epoch> claim(SessionId session, ClaimToken token, boolean settle)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.TAKING_OVER, () -> {
            Optional<Epoch> claimed = records.claim(session, token, settle);
            if (claimed.isPresent())
                world.trace(() -> "claim %s by %s%s".formatted(session, token, settle ? ", to settle" : ""));
            return claimed;
        });
    }

    @Override
    public Optional<Inheritance> setEpoch(SessionId session, ClaimToken token, Epoch epoch)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.TAKING_OVER, () -> {
            Optional<Inheritance> inheritance = records.setEpoch(session, token, epoch);
            world.trace(() -> "set_epoch %s of %s by %s: %s"
                    .formatted(
                            epoch,
                            session,
                            token,
                            inheritance
                                    .map(it -> "done %d, seen %d, %s, outcomes from %d"
                                            .formatted(it.done(), it.seen(), it.mode(), it.outcomePosition()))
                                    .orElse("lost")));
            return inheritance;
        });
    }

    @Override
    public List<Boolean> renew(List<Renewal> renewals) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.RENEWING, () -> records.renew(renewals));
    }

    @Override
    public boolean complete(Completion completion) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.COMPLETING, () -> {
            boolean kept = records.complete(completion);
            world.trace(() -> "complete %s up to %d, %s, by %s epoch %s: %s"
                    .formatted(
                            completion.session(),
                            completion.position(),
                            completion.mode(),
                            completion.token(),
                            completion.epoch(),
                            kept ? "ok" : "lost"));
            return kept;
        });
    }

    @Override
    public GiveUp giveUp(
            SessionId session, ClaimToken token, Epoch epoch, long position, SessionState state, String usage)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.GIVING_UP, () -> {
            GiveUp result = records.giveUp(session, token, epoch, position, state, usage);
            world.trace(() -> "give_up %s up to %d by %s: %s".formatted(session, position, token, result));
            if (result == GiveUp.OK && state == SessionState.DESTROYED && !world.on(Safeguard.TOMBSTONE))
                world.store.forgetEpochs(session);
            return result;
        });
    }

    @Override
    public boolean release(SessionId session, ClaimToken token, Epoch epoch, @Nullable Waiting waiting)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.RELEASING, () -> {
            boolean kept = records.release(session, token, epoch, waiting);
            world.trace(() -> "release %s by %s: %s".formatted(session, token, kept ? "ok" : "lost"));
            return kept;
        });
    }

    @Override
    public Set<SessionId> endLeases(WorkerId worker, String incarnation) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.TAKING_OVER, () -> {
            Set<SessionId> ended = records.endLeases(worker, incarnation);
            world.trace(() -> "end_leases of %s/%s: %s".formatted(worker, incarnation, ended));
            return ended;
        });
    }

    @Override
    public Optional<Queued> queued(SessionId session, String reason, String text, Duration leastWait)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(() -> records.queued(session, reason, text, leastWait));
    }

    @Override
    public boolean status(SessionId session, ClaimToken token, Epoch epoch, Status status)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(() -> records.status(session, token, epoch, status));
    }

    @Override
    public boolean isAnsweredBefore(SessionId session, CommandId id, long offset)
            throws LeaseStoreUnavailable, Amnesia {
        return ask(() -> records.isAnsweredBefore(session, id, offset));
    }

    @Override
    public List<SessionId> claimable(int limit) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.IDLE, () -> records.claimable(limit));
    }

    @Override
    public List<SessionId> settleable(int limit) throws LeaseStoreUnavailable, Amnesia {
        return ask(Moment.IDLE, () -> records.settleable(limit));
    }

    // ---- while the memory is gone ----

    @Override
    public boolean remembers() throws LeaseStoreUnavailable {
        return recover(Moment.IDLE, records::remembers);
    }

    @Override
    public void register(SessionId session, ClaimToken token, Epoch epoch) throws LeaseStoreUnavailable {
        recover(Moment.RENEWING, () -> {
            records.register(session, token, epoch);
            return true;
        });
    }

    @Override
    public Optional<Election> elect(String candidate) throws LeaseStoreUnavailable {
        return recover(() -> {
            Optional<Election> election = records.elect(candidate);
            election.ifPresent(it ->
                    world.trace(() -> "elected %s%s".formatted(candidate, it.quarantineOver() ? "" : ", too early")));
            return election;
        });
    }

    @Override
    public boolean restore(Election election, Rebuilt record) throws LeaseStoreUnavailable {
        return recover(() -> {
            boolean right = records.restore(election, record);
            if (right && !world.on(Safeguard.NEVER_STOPPED) && world.topics.isStopped(record.session()))
                records.believeStopped(record.session());
            world.trace(() -> "restore %s by %s: done %d, seen %d, %s, epoch %s: %s"
                    .formatted(
                            record.session(),
                            election.candidate(),
                            record.done(),
                            record.seen(),
                            record.mode(),
                            record.epoch(),
                            right ? "ok" : "stale"));
            return right;
        });
    }

    @Override
    public boolean restoreAnswered(Election election, SessionId session, Map<CommandId, Long> answered)
            throws LeaseStoreUnavailable {
        return recover(() -> records.restoreAnswered(election, session, answered));
    }

    @Override
    public void resign(Election election) throws LeaseStoreUnavailable {
        recover(() -> {
            records.resign(election);
            return true;
        });
    }

    @Override
    public boolean finish(Election election) throws LeaseStoreUnavailable {
        return recover(() -> {
            boolean right = records.finish(election);
            world.trace(() -> "finish by %s: %s".formatted(election.candidate(), right ? "ok" : "stale"));
            return right;
        });
    }
}
