package io.rookery.worker.lease;

import io.rookery.events.Command.OnConflict;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.simulation.Safeguard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of the records in plain Java, for tests that need no Redis. It passes the same contract as the scripts. */
public final class InMemoryLeaseStore extends LeaseMemory implements LeaseStore {
    private static final Set<SessionState> DECIDED =
            EnumSet.of(SessionState.LOGGED_OUT, SessionState.FAILED, SessionState.DESTROYED);

    /** @param clock milliseconds of the store's own clock */
    public InMemoryLeaseStore(LeaseTimes times, LongSupplier clock) {
        this(times, clock, rule -> true);
    }

    /** @param on which rules hold */
    public InMemoryLeaseStore(LeaseTimes times, LongSupplier clock, Predicate<Safeguard> on) {
        super(times, clock, on);
    }

    private @Nullable LeaseRecord owned(SessionId session, ClaimToken token, @Nullable Epoch epoch) {
        LeaseRecord record = sessions().get(session);
        if (record == null || !owner(token).equals(record.owner)) return null;
        return epoch == null || record.epoch.equals(epoch) || !on(Safeguard.EPOCH_MATCH) ? record : null;
    }

    @Override
    public synchronized AdmitDecision admit(Admission it) throws Amnesia {
        awake();
        Long at = ids(it.session()).get(it.id().value());
        if (at != null && at < it.offset()) return AdmitDecision.DUPLICATE;
        LeaseRecord record = sessions().get(it.session());
        if (record != null && it.offset() <= record.done && on(Safeguard.DONE_SKIP)) return AdmitDecision.SKIP;
        if (record != null && record.running) {
            if (on(Safeguard.SEEN)) record.seen = Math.max(record.seen, it.offset());
            if (closes(it)) record.closing = Math.max(record.closing, it.offset());
            long deadline = it.deadline().toEpochMilli();
            if (record.expiry <= 0 || deadline < record.expiry) record.expiry = deadline;
            return AdmitDecision.OWNER;
        }
        boolean same = record == null || record.tenant.equals(it.tenant());
        boolean wakes = it.kind() == Admission.Kind.SETTLE || it.kind() == Admission.Kind.WAKE;
        boolean settle = wakes && record != null && record.state != SessionState.DESTROYED;
        if (!same || !(it.kind() == Admission.Kind.START || settle)) {
            ids(it.session()).put(it.id().value(), it.offset());
            return AdmitDecision.REJECT;
        }
        if (it.kind() == Admission.Kind.START) {
            boolean before = at != null
                    && at == it.offset()
                    && it.user().onConflict() == OnConflict.REFUSE
                    && !it.user().user().isEmpty();
            Started may = before ? Started.USER_HAS_SESSION : mayBelong(it.session(), it.tenant(), it.user());
            if (may == Started.USER_HAS_SESSION) ids(it.session()).put(it.id().value(), it.offset());
            if (may != Started.OK) return AdmitDecision.valueOf(may.name());
        }
        if (record == null) record = new LeaseRecord();
        sessions().put(it.session(), record);
        record.tenant = it.tenant();
        record.running = true;
        record.mode = Mode.CLOSING;
        record.owner = null;
        record.until = 0;
        record.seen = it.offset();
        record.done = it.offset() - 1;
        record.closing = closes(it) ? it.offset() : -1;
        boolean needsSlot = it.kind() == Admission.Kind.START || it.kind() == Admission.Kind.WAKE;
        record.starting = needsSlot ? it.offset() : -1;
        record.expiry = it.deadline().toEpochMilli();
        record.ended = false;
        record.updated = now();
        if (it.outcomeEnd() >= 0) {
            record.outcomePosition = it.outcomeEnd();
            record.outcomeFloor = record.epoch;
        }
        if (it.kind() == Admission.Kind.START) {
            record.start = it.startOptions();
            record.belong(it.user().user());
            record.state = SessionState.QUEUED;
            record.states = List.of(SessionState.QUEUED);
            record.reason = "";
        }
        return AdmitDecision.CLAIMABLE;
    }

    private Started mayBelong(SessionId session, TenantId tenant, UserClaim claim) {
        if (claim.user().isEmpty() || claim.onConflict() == OnConflict.ADD) return Started.OK;
        Map<SessionId, Long> others = having(tenant, claim.user());
        boolean own = others.remove(session) != null;
        if (claim.onConflict() == OnConflict.REPLACE)
            return claim.seen().entrySet().containsAll(others.entrySet()) ? Started.OK : Started.USER_CHANGED;
        if (!others.isEmpty() && !own) return Started.USER_HAS_SESSION;
        return claim.isRefused(session) ? Started.USER_CHANGED : Started.OK;
    }

    private Map<SessionId, Long> having(TenantId tenant, String user) {
        return sessions().entrySet().stream()
                .filter(it -> it.getValue().tenant.equals(tenant))
                .filter(it -> it.getValue().user.equals(user))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, it -> it.getValue().userSince, (one, other) -> one, TreeMap::new));
    }

    @Override
    public synchronized Map<SessionId, Long> sessionsOf(TenantId tenant, String user) throws Amnesia {
        awake();
        return having(tenant, user);
    }

    @Override
    public synchronized Started started(Restart it) throws Amnesia {
        awake();
        LeaseRecord record = owned(it.session(), it.token(), it.epoch());
        if (record == null) return Started.LOST;
        Started may = mayBelong(it.session(), record.tenant, it.user());
        if (may != Started.OK) return may;
        record.start = it.startOptions();
        record.belong(it.user().user());
        return Started.OK;
    }

    private static boolean closes(Admission it) {
        return it.kind() == Admission.Kind.CLOSE || it.kind() == Admission.Kind.SETTLE;
    }

    @Override
    public synchronized Optional<Known> known(SessionId session) throws Amnesia {
        awake();
        return Optional.ofNullable(sessions().get(session))
                .map(it -> new Known(
                        it.running ? Event.Desired.RUNNING : Event.Desired.STOPPED, it.tenant, it.epoch, it.user));
    }

    @Override
    public synchronized AdmitDecision noteRefused(SessionId session, CommandId id, long offset) throws Amnesia {
        awake();
        Long at = ids(session).putIfAbsent(id.value(), offset);
        return at != null && at < offset ? AdmitDecision.DUPLICATE : AdmitDecision.REJECT;
    }

    @Override
    public synchronized Optional<Epoch> claim(SessionId session, ClaimToken token, boolean settle) throws Amnesia {
        awake();
        LeaseRecord record = sessions().get(session);
        if (record == null || !record.running) return Optional.empty();
        boolean home = (record.ended || !on(Safeguard.NO_TAKEBACK)) && record.isOwnedBy(token.worker() + "/");
        if (!home && !record.isUnowned(now())) return Optional.empty();
        if (settle && !record.isSettleable(now())) return Optional.empty();
        record.ended = false;
        record.owner = owner(token);
        record.until = now() + ttl();
        return Optional.of(record.epoch);
    }

    @Override
    public synchronized Optional<Inheritance> setEpoch(SessionId session, ClaimToken token, Epoch epoch)
            throws Amnesia {
        awake();
        LeaseRecord it = owned(session, token, null);
        if (it == null || (epoch.isBelow(it.epoch) && on(Safeguard.EPOCH_UP))) return Optional.empty();
        it.epoch = epoch;
        return Optional.of(new Inheritance(
                it.tenant,
                it.done,
                it.seen,
                on(Safeguard.MODE) ? it.mode : Mode.OPEN,
                it.outcomePosition,
                on(Safeguard.FLOOR) ? it.outcomeFloor : Epoch.NONE,
                it.state,
                it.start,
                it.closing,
                it.usage));
    }

    @Override
    public synchronized List<Boolean> renew(List<Renewal> renewals) throws Amnesia {
        awake();
        List<Boolean> answers = new ArrayList<>();
        for (Renewal renewal : renewals) {
            LeaseRecord record = owned(renewal.session(), renewal.token(), renewal.epoch());
            answers.add(record != null);
            if (record == null) continue;
            record.until = now() + ttl();
            if (renewal.outcomePosition() > record.outcomePosition) {
                record.outcomePosition = renewal.outcomePosition();
                record.outcomeFloor = renewal.epoch();
            }
            if (!renewal.usage().isEmpty()) record.usage = renewal.usage();
        }
        return answers;
    }

    @Override
    public synchronized boolean complete(Completion it) throws Amnesia {
        awake();
        LeaseRecord record = owned(it.session(), it.token(), it.epoch());
        if (record == null) return false;
        if (it.position() < record.done && on(Safeguard.DONE_UP)) return true;
        record.done = it.position();
        record.mode = it.mode();
        if (it.outcomePosition() >= 0) {
            record.outcomePosition = it.outcomePosition();
            record.outcomeFloor = it.epoch();
        }
        if (it.position() >= record.seen) record.expiry = 0;
        if (it.endState() != null) record.state = it.endState();
        if (it.endState() == SessionState.DESTROYED) record.belong("");
        if (it.id() != null) {
            ids(it.session()).putIfAbsent(it.id().value(), it.position());
            ids(it.session()).values().removeIf(offset -> offset < it.logStart());
        }
        return true;
    }

    @Override
    public synchronized GiveUp giveUp(
            SessionId session, ClaimToken token, Epoch epoch, long position, SessionState state, String usage)
            throws Amnesia {
        awake();
        LeaseRecord record = owned(session, token, epoch);
        if (record == null) return GiveUp.LOST;
        if (position < record.done && on(Safeguard.DONE_UP)) return GiveUp.MORE;
        record.done = position;
        record.mode = on(Safeguard.MODE) ? Mode.CLOSING : Mode.OPEN;
        if (!usage.isEmpty()) record.usage = usage;
        if (record.seen > position) return GiveUp.MORE;
        record.running = false;
        record.owner = null;
        record.until = 0;
        record.state = state;
        record.updated = now();
        if (state == SessionState.DESTROYED) record.belong("");
        if (state == SessionState.DESTROYED && !on(Safeguard.TOMBSTONE)) {
            sessions().remove(session);
            ids(session).clear();
        }
        return GiveUp.OK;
    }

    @Override
    public synchronized boolean release(SessionId session, ClaimToken token, Epoch epoch, @Nullable Waiting waiting)
            throws Amnesia {
        awake();
        LeaseRecord record = owned(session, token, epoch);
        if (record == null) return false;
        record.owner = null;
        record.until = 0;
        record.ended = false;
        record.updated = now();
        if (waiting == null) return true;
        long closing = waiting.closing();
        long expiry = waiting.expiresAt();
        if (record.seen > waiting.upTo()) {
            closing = Math.max(closing, record.closing);
            if (record.expiry > now() && (expiry <= 0 || record.expiry < expiry)) expiry = record.expiry;
        }
        record.closing = closing;
        record.starting = Math.max(waiting.starting(), record.starting);
        record.expiry = expiry;
        return true;
    }

    @Override
    public synchronized Set<SessionId> endLeases(WorkerId worker, String incarnation) throws Amnesia {
        awake();
        Set<SessionId> sessions = new TreeSet<>();
        String prefix = on(Safeguard.TOKEN) ? worker + "/" + incarnation + "/" : worker + "/";
        sessions().forEach((session, record) -> {
            if (!record.running || !record.isOwnedBy(prefix)) return;
            record.ended = true;
            sessions.add(session);
        });
        return sessions;
    }

    @Override
    public synchronized Optional<Queued> queued(SessionId session, String reason, String text, Duration leastWait)
            throws Amnesia {
        awake();
        LeaseRecord record = sessions().get(session);
        long now = now();
        if (record == null || !record.running || !record.isUnowned(now)) return Optional.empty();
        if (DECIDED.contains(record.state)) return Optional.empty();
        if (record.state == SessionState.QUEUED && record.reason.equals(reason)) return Optional.empty();
        if (now - Math.max(record.until, record.updated) < leastWait.toMillis()) return Optional.empty();
        if (record.state != SessionState.QUEUED)
            record.states = Stream.concat(Stream.of(SessionState.QUEUED), record.states.stream())
                    .limit(3)
                    .toList();
        record.state = SessionState.QUEUED;
        record.reason = reason;
        return Optional.of(new Queued(record.tenant, record.states));
    }

    @Override
    public synchronized boolean status(SessionId session, ClaimToken token, Epoch epoch, Status status) throws Amnesia {
        awake();
        LeaseRecord record = owned(session, token, epoch);
        if (record == null) return false;
        record.state = status.state();
        record.states = status.lastStates();
        record.reason = status.reason() == null ? "" : status.reason();
        record.updated = now();
        return true;
    }

    @Override
    public synchronized boolean isAnsweredBefore(SessionId session, CommandId id, long offset) throws Amnesia {
        awake();
        Long at = ids(session).get(id.value());
        return at != null && at < offset;
    }

    @Override
    public synchronized List<SessionId> claimable(int limit) throws Amnesia {
        awake();
        return sessions().entrySet().stream()
                .filter(it -> it.getValue().running)
                .filter(it -> it.getValue().isUnowned(now()))
                .sorted(Comparator.comparingLong(it -> it.getValue().until))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized ClosedPage closed(String reason, Duration atLeast, @Nullable SessionId after, int limit)
            throws Amnesia {
        awake();
        List<SessionId> ids = sessions().keySet().stream()
                .filter(it -> after == null || it.compareTo(after) > 0)
                .limit(limit)
                .toList();
        List<Closed> closed = new ArrayList<>();
        for (SessionId session : ids) {
            LeaseRecord it = sessions().get(session);
            if (it != null
                    && !it.running
                    && it.state == SessionState.CLOSED
                    && it.reason.equals(reason)
                    && now() - it.updated >= atLeast.toMillis())
                closed.add(new Closed(session, it.tenant, Instant.ofEpochMilli(it.updated)));
        }
        return new ClosedPage(closed, ids.size() == limit ? ids.getLast() : null);
    }

    @Override
    public synchronized List<SessionId> settleable(int limit) throws Amnesia {
        awake();
        long now = now();
        return sessions().entrySet().stream()
                .filter(it -> it.getValue().running && it.getValue().isUnowned(now))
                .filter(it -> it.getValue().isSettleable(now))
                .sorted(Comparator.comparingLong(it -> it.getValue().settleRank()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
