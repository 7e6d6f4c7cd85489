package io.rookery.worker.lease;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of the records in plain Java, for tests that need no Redis. It passes the same contract as the scripts. */
public final class InMemoryLeaseStore implements LeaseStore, LeaseRecovery {
    private static final class Record {
        TenantId tenant = TenantId.DEFAULT;
        boolean running;
        Mode mode = Mode.CLOSING;

        @Nullable String owner;

        long until;
        Epoch epoch = Epoch.NONE;
        long seen;
        long done;
        long outcomePosition;
        Epoch outcomeFloor = Epoch.NONE;
        SessionState state = SessionState.QUEUED;
        String start = "";
        List<SessionState> states = List.of(SessionState.QUEUED);
        String reason = "";
        long closing = -1;
        long starting = -1;
        long expiry;
        boolean ended;
        long updated;

        boolean isSettleable(long now) {
            return closing > done || (mode == Mode.CLOSING && starting <= done) || (expiry > 0 && expiry <= now);
        }

        boolean isUnowned(long now) {
            return owner == null || until <= now;
        }
    }

    private static final Set<SessionState> DECIDED =
            EnumSet.of(SessionState.LOGGED_OUT, SessionState.FAILED, SessionState.DESTROYED);

    private record Registered(String token, Epoch epoch) {}

    private final LeaseTimes times;
    private final LongSupplier clock;
    private final Map<SessionId, Record> records = new HashMap<>();
    private final Map<SessionId, Map<CommandId, Long>> answered = new HashMap<>();
    private final Map<SessionId, Registered> registered = new HashMap<>();
    private boolean remembers;
    private long quarantinedAt;
    private @Nullable String elected;

    /** @param clock milliseconds of the store's own clock */
    public InMemoryLeaseStore(LeaseTimes times, LongSupplier clock) {
        this.times = times;
        this.clock = clock;
        forget();
    }

    public synchronized void forget() {
        records.clear();
        answered.clear();
        registered.clear();
        remembers = false;
        elected = null;
        quarantinedAt = clock.getAsLong();
    }

    private void awake() throws Amnesia {
        if (!remembers) throw new Amnesia();
    }

    private @Nullable Record owned(SessionId session, ClaimToken token, @Nullable Epoch epoch) {
        Record record = records.get(session);
        if (record == null || !token.toString().equals(record.owner)) return null;
        return epoch == null || record.epoch.equals(epoch) ? record : null;
    }

    private Map<CommandId, Long> ids(SessionId session) {
        return answered.computeIfAbsent(session, it -> new HashMap<>());
    }

    @Override
    public synchronized AdmitDecision admit(Admission it) throws Amnesia {
        awake();
        Long at = ids(it.session()).get(it.id());
        if (at != null && at < it.offset()) return AdmitDecision.DUPLICATE;
        Record record = records.get(it.session());
        if (record != null && it.offset() <= record.done) return AdmitDecision.SKIP;
        if (record != null && record.running) {
            record.seen = Math.max(record.seen, it.offset());
            if (closes(it)) record.closing = Math.max(record.closing, it.offset());
            long deadline = it.deadline().toEpochMilli();
            if (record.expiry <= 0 || deadline < record.expiry) record.expiry = deadline;
            return AdmitDecision.OWNER;
        }
        boolean same = record == null || record.tenant.equals(it.tenant());
        boolean settle = it.kind() == Admission.Kind.SETTLE && record != null && record.state != SessionState.DESTROYED;
        if (!same || !(it.kind() == Admission.Kind.START || settle)) {
            ids(it.session()).put(it.id(), it.offset());
            return AdmitDecision.REJECT;
        }
        if (record == null) record = new Record();
        records.put(it.session(), record);
        record.tenant = it.tenant();
        record.running = true;
        record.mode = Mode.CLOSING;
        record.owner = null;
        record.until = 0;
        record.seen = it.offset();
        record.done = it.offset() - 1;
        record.closing = closes(it) ? it.offset() : -1;
        record.starting = it.kind() == Admission.Kind.START ? it.offset() : -1;
        record.expiry = it.deadline().toEpochMilli();
        record.ended = false;
        record.updated = clock.getAsLong();
        if (it.outcomeEnd() >= 0) {
            record.outcomePosition = it.outcomeEnd();
            record.outcomeFloor = record.epoch;
        }
        if (it.kind() == Admission.Kind.START) {
            record.start = it.startOptions();
            record.state = SessionState.QUEUED;
            record.states = List.of(SessionState.QUEUED);
            record.reason = "";
        }
        return AdmitDecision.CLAIMABLE;
    }

    private static boolean closes(Admission it) {
        return it.kind() == Admission.Kind.CLOSE || it.kind() == Admission.Kind.SETTLE;
    }

    @Override
    public synchronized Optional<Known> known(SessionId session) throws Amnesia {
        awake();
        return Optional.ofNullable(records.get(session))
                .map(it -> new Known(it.running ? Event.Desired.RUNNING : Event.Desired.STOPPED, it.tenant, it.epoch));
    }

    @Override
    public synchronized AdmitDecision noteRefused(SessionId session, CommandId id, long offset) throws Amnesia {
        awake();
        Long at = ids(session).putIfAbsent(id, offset);
        return at != null && at < offset ? AdmitDecision.DUPLICATE : AdmitDecision.REJECT;
    }

    @Override
    public synchronized Optional<Epoch> claim(SessionId session, ClaimToken token, boolean settle) throws Amnesia {
        awake();
        Record record = records.get(session);
        if (record == null || !record.running) return Optional.empty();
        boolean home = record.ended
                && record.owner != null
                && record.owner.startsWith(token.worker().value() + "/");
        if (!home && !record.isUnowned(clock.getAsLong())) return Optional.empty();
        if (settle && !record.isSettleable(clock.getAsLong())) return Optional.empty();
        record.ended = false;
        record.owner = token.toString();
        record.until = clock.getAsLong() + times.ttl().toMillis();
        return Optional.of(record.epoch);
    }

    @Override
    public synchronized Optional<Inheritance> setEpoch(SessionId session, ClaimToken token, Epoch epoch)
            throws Amnesia {
        awake();
        Record it = owned(session, token, null);
        if (it == null || epoch.isBelow(it.epoch)) return Optional.empty();
        it.epoch = epoch;
        return Optional.of(new Inheritance(
                it.tenant,
                it.done,
                it.seen,
                it.mode,
                it.outcomePosition,
                it.outcomeFloor,
                it.state,
                it.start,
                it.closing));
    }

    @Override
    public synchronized List<Boolean> renew(List<Renewal> renewals) throws Amnesia {
        awake();
        List<Boolean> answers = new ArrayList<>();
        for (Renewal renewal : renewals) {
            Record record = owned(renewal.session(), renewal.token(), renewal.epoch());
            answers.add(record != null);
            if (record == null) continue;
            record.until = clock.getAsLong() + times.ttl().toMillis();
            if (renewal.outcomePosition() > record.outcomePosition) {
                record.outcomePosition = renewal.outcomePosition();
                record.outcomeFloor = renewal.epoch();
            }
        }
        return answers;
    }

    @Override
    public synchronized boolean complete(Completion it) throws Amnesia {
        awake();
        Record record = owned(it.session(), it.token(), it.epoch());
        if (record == null) return false;
        if (it.position() < record.done) return true;
        record.done = it.position();
        record.mode = it.mode();
        if (it.outcomePosition() >= 0) {
            record.outcomePosition = it.outcomePosition();
            record.outcomeFloor = it.epoch();
        }
        if (it.position() >= record.seen) record.expiry = 0;
        if (it.endState() != null) record.state = it.endState();
        if (it.id() != null) ids(it.session()).putIfAbsent(it.id(), it.position());
        ids(it.session()).values().removeIf(offset -> offset < it.logStart());
        return true;
    }

    @Override
    public synchronized GiveUp giveUp(
            SessionId session, ClaimToken token, Epoch epoch, long position, SessionState state) throws Amnesia {
        awake();
        Record record = owned(session, token, epoch);
        if (record == null) return GiveUp.LOST;
        if (position < record.done) return GiveUp.MORE;
        record.done = position;
        record.mode = Mode.CLOSING;
        if (record.seen > position) return GiveUp.MORE;
        record.running = false;
        record.owner = null;
        record.until = 0;
        record.state = state;
        record.updated = clock.getAsLong();
        return GiveUp.OK;
    }

    @Override
    public synchronized boolean release(SessionId session, ClaimToken token, Epoch epoch, @Nullable Waiting waiting)
            throws Amnesia {
        awake();
        Record record = owned(session, token, epoch);
        if (record == null) return false;
        record.owner = null;
        record.until = 0;
        record.ended = false;
        record.updated = clock.getAsLong();
        if (waiting == null) return true;
        long closing = waiting.closing();
        long expiry = waiting.expiresAt();
        if (record.seen > waiting.upTo()) {
            closing = Math.max(closing, record.closing);
            if (record.expiry > clock.getAsLong() && (expiry <= 0 || record.expiry < expiry)) expiry = record.expiry;
        }
        record.closing = closing;
        record.starting = Math.max(waiting.starting(), record.starting);
        record.expiry = expiry;
        return true;
    }

    @Override
    public synchronized Set<SessionId> endLeases(WorkerId worker, String incarnation) throws Amnesia {
        awake();
        Set<SessionId> sessions = new TreeSet<>(Comparator.comparing(SessionId::value));
        records.forEach((session, record) -> {
            if (!record.running || record.owner == null || !record.owner.startsWith(worker + "/" + incarnation + "/"))
                return;
            record.ended = true;
            sessions.add(session);
        });
        return sessions;
    }

    @Override
    public synchronized Optional<Queued> queued(SessionId session, String reason, String text, Duration leastWait)
            throws Amnesia {
        awake();
        Record record = records.get(session);
        long now = clock.getAsLong();
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
        Record record = owned(session, token, epoch);
        if (record == null) return false;
        record.state = status.state();
        record.states = status.lastStates();
        record.reason = status.reason() == null ? "" : status.reason();
        record.updated = clock.getAsLong();
        return true;
    }

    @Override
    public synchronized boolean isAnsweredBefore(SessionId session, CommandId id, long offset) throws Amnesia {
        awake();
        Long at = ids(session).get(id);
        return at != null && at < offset;
    }

    @Override
    public synchronized List<SessionId> claimable(int limit) throws Amnesia {
        awake();
        return records.entrySet().stream()
                .filter(it -> it.getValue().running)
                .filter(it -> it.getValue().owner == null || it.getValue().until <= clock.getAsLong())
                .sorted(Comparator.comparingLong(it -> it.getValue().until))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized List<SessionId> settleable(int limit) throws Amnesia {
        awake();
        long now = clock.getAsLong();
        return records.entrySet().stream()
                .filter(it -> it.getValue().running && it.getValue().isUnowned(now))
                .filter(it -> it.getValue().isSettleable(now))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    // ---- while the memory is gone ----

    @Override
    public synchronized boolean remembers() {
        return remembers;
    }

    @Override
    public synchronized void register(SessionId session, ClaimToken token, Epoch epoch) {
        if (remembers) return;
        registered.merge(
                session,
                new Registered(token.toString(), epoch),
                (had, now) -> had.epoch().isBelow(now.epoch()) ? now : had);
    }

    @Override
    public synchronized Optional<Election> elect(String candidate) {
        if (remembers || elected != null) return Optional.empty();
        elected = candidate;
        return Optional.of(new Election(
                candidate, clock.getAsLong() >= quarantinedAt + times.ttl().toMillis()));
    }

    @Override
    public synchronized boolean restore(Election election, Rebuilt it) {
        if (remembers || !election.candidate().equals(elected)) return false;
        Record record = new Record();
        record.tenant = it.tenant();
        record.running = true;
        record.mode = it.mode();
        record.epoch = it.epoch();
        record.seen = it.seen();
        record.done = it.done();
        record.outcomePosition = it.outcomePosition();
        record.outcomeFloor = it.outcomeFloor();
        record.start = it.startOptions();
        record.state = it.state();
        record.states = List.of(it.state());
        record.expiry = it.seen() > it.done() ? 1 : 0;
        record.updated = clock.getAsLong();
        Registered owner = registered.get(it.session());
        if (owner != null && owner.epoch().equals(it.epoch())) {
            record.owner = owner.token();
            record.until = clock.getAsLong() + times.ttl().toMillis();
        }
        records.put(it.session(), record);
        ids(it.session()).putAll(it.answered());
        return true;
    }

    @Override
    public synchronized void resign(Election election) {
        if (election.candidate().equals(elected)) elected = null;
    }

    @Override
    public synchronized boolean finish(Election election) {
        if (remembers || !election.candidate().equals(elected)) return false;
        remembers = true;
        return true;
    }
}
