package io.rookery.worker.lease;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
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
    }

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
        if (it.outcomeEnd() >= 0) {
            record.outcomePosition = it.outcomeEnd();
            record.outcomeFloor = record.epoch;
        }
        if (it.kind() == Admission.Kind.START) {
            record.start = it.startOptions();
            record.state = SessionState.QUEUED;
        }
        return AdmitDecision.CLAIMABLE;
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
    public synchronized Optional<Epoch> claim(SessionId session, ClaimToken token) throws Amnesia {
        awake();
        Record record = records.get(session);
        if (record == null || !record.running) return Optional.empty();
        if (record.owner != null && record.until > clock.getAsLong()) return Optional.empty();
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
                it.tenant, it.done, it.seen, it.mode, it.outcomePosition, it.outcomeFloor, it.state, it.start));
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
        record.state = state;
        return GiveUp.OK;
    }

    @Override
    public synchronized boolean release(SessionId session, ClaimToken token, Epoch epoch) throws Amnesia {
        awake();
        Record record = owned(session, token, epoch);
        if (record == null) return false;
        record.owner = null;
        return true;
    }

    @Override
    public synchronized boolean status(SessionId session, ClaimToken token, Epoch epoch, Status status) throws Amnesia {
        awake();
        Record record = owned(session, token, epoch);
        if (record == null) return false;
        record.state = status.state();
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
