package io.rookery.worker.lease;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.worker.simulation.Safeguard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a lease store holds in all, and what it does when it has lost that: the marker, the quarantine, the rebuild. Not safe for many threads by itself. */
abstract class LeaseMemory implements LeaseRecovery {
    private static final long REBUILD_RIGHT_MILLIS = 30_000;

    /** Everything that lies in the store. A restarted server may come back with an older one. */
    public static final class Contents {
        private final Map<SessionId, LeaseRecord> records = new TreeMap<>();
        private final Map<SessionId, Map<String, Long>> answered = new TreeMap<>();
        private final Map<SessionId, Registered> registered = new TreeMap<>();
        private @Nullable String marker;
        private @Nullable Quarantine quarantine;

        private Contents copy() {
            var copy = new Contents();
            records.forEach((session, record) -> copy.records.put(session, record.copy()));
            answered.forEach((session, ids) -> copy.answered.put(session, new TreeMap<>(ids)));
            copy.registered.putAll(registered);
            copy.marker = marker;
            copy.quarantine = quarantine;
            return copy;
        }
    }

    private record Registered(String token, Epoch epoch) {}

    private record Quarantine(
            String run, long since, @Nullable String elected, long right) {}

    private final LeaseTimes times;
    private final LongSupplier clock;
    private final Predicate<Safeguard> on;
    private Contents contents = new Contents();
    private String run = "run-0";

    LeaseMemory(LeaseTimes times, LongSupplier clock, Predicate<Safeguard> on) {
        this.times = times;
        this.clock = clock;
        this.on = on;
    }

    /** What there is now, to come back with. */
    public synchronized Contents contents() {
        return contents.copy();
    }

    /** FLUSHALL. */
    public synchronized void forget() {
        contents = new Contents();
    }

    /** The server comes back with an older state, as another run. */
    public synchronized void restart(Contents older, String newRun) {
        contents = older.copy();
        run = newRun;
    }

    /** As {@link #remembers}, but nothing comes of it. */
    public synchronized boolean hasMemory() {
        return run.equals(contents.marker);
    }

    public synchronized Map<SessionId, Map<String, String>> records() {
        Map<SessionId, Map<String, String>> all = new TreeMap<>();
        contents.records.forEach((session, record) -> all.put(session, record.fields()));
        return all;
    }

    public synchronized Map<SessionId, Map<String, Long>> answered() {
        return contents.copy().answered;
    }

    final boolean on(Safeguard rule) {
        return on.test(rule);
    }

    final long now() {
        return clock.getAsLong();
    }

    final long ttl() {
        return times.ttl().toMillis();
    }

    final Map<SessionId, LeaseRecord> sessions() {
        return contents.records;
    }

    final Map<String, Long> ids(SessionId session) {
        return contents.answered.computeIfAbsent(session, it -> new TreeMap<>());
    }

    final void awake() throws Amnesia {
        if (amnesia()) throw new Amnesia();
    }

    /** [token] Under which name a claim owns. */
    final String owner(ClaimToken token) {
        return on(Safeguard.TOKEN) ? token.toString() : token.worker() + "/";
    }

    private boolean amnesia() {
        if (run.equals(contents.marker)) return false;
        if (!on(Safeguard.MARKER)) {
            contents.marker = run;
            return false;
        }
        Quarantine quarantine = contents.quarantine;
        if (quarantine == null || (!quarantine.run().equals(run) && on(Safeguard.QUARANTINE_OWN))) {
            contents.registered.clear();
            contents.quarantine = new Quarantine(run, now(), null, 0);
        }
        return true;
    }

    // ---- while the memory is gone ----

    @Override
    public synchronized boolean remembers() {
        return !amnesia();
    }

    @Override
    public synchronized void register(SessionId session, ClaimToken token, Epoch epoch) {
        if (!amnesia() || !on(Safeguard.REGISTER)) return;
        contents.registered.merge(
                session,
                new Registered(owner(token), epoch),
                (had, next) -> had.epoch().isBelow(next.epoch()) ? next : had);
    }

    @Override
    public synchronized Optional<Election> elect(String candidate) {
        if (!amnesia() || contents.quarantine == null) return Optional.empty();
        Quarantine q = contents.quarantine;
        if (q.elected() != null && q.right() > now()) return Optional.empty();
        contents.quarantine = new Quarantine(q.run(), q.since(), candidate, now() + REBUILD_RIGHT_MILLIS);
        return Optional.of(new Election(candidate, now() >= q.since() + ttl() || !on(Safeguard.QUARANTINE)));
    }

    /** [rebuild-token] */
    private boolean mayRebuild(Election election) {
        boolean right =
                amnesia() && contents.quarantine != null && election.candidate().equals(contents.quarantine.elected());
        return right || !on(Safeguard.REBUILD_TOKEN);
    }

    @Override
    public synchronized boolean restore(Election election, Rebuilt it) {
        if (!mayRebuild(election)) return false;
        prolongRight();
        LeaseRecord record = new LeaseRecord();
        record.tenant = it.tenant();
        record.running = true;
        record.mode = it.mode();
        record.epoch = it.epoch();
        record.seen = it.seen();
        record.done = it.done();
        record.outcomePosition = it.outcomePosition();
        record.outcomeFloor = it.outcomeFloor();
        record.start = it.startOptions();
        record.belong(it.user());
        record.state = it.state();
        record.states = List.of(it.state());
        record.expiry = it.seen() > it.done() ? 1 : 0;
        record.updated = now();
        Registered owner = contents.registered.get(it.session());
        if (owner != null && owner.epoch().equals(it.epoch())) {
            record.owner = owner.token();
            record.until = now() + ttl();
        }
        sessions().put(it.session(), record);
        setAnswered(it.session(), it.answered());
        return true;
    }

    private void prolongRight() {
        Quarantine q = contents.quarantine;
        if (q != null)
            contents.quarantine = new Quarantine(q.run(), q.since(), q.elected(), now() + REBUILD_RIGHT_MILLIS);
    }

    private void setAnswered(SessionId session, Map<CommandId, Long> answered) {
        contents.answered.remove(session);
        answered.forEach((id, offset) -> ids(session).put(id.value(), offset));
    }

    @Override
    public synchronized boolean restoreAnswered(Election election, SessionId session, Map<CommandId, Long> answered) {
        if (!mayRebuild(election)) return false;
        prolongRight();
        setAnswered(session, answered);
        return true;
    }

    /** What no rebuild of ours does: takes a session for stopped because its last record says so. */
    public synchronized void believeStopped(SessionId session) {
        LeaseRecord record = sessions().get(session);
        if (record == null) return;
        record.running = false;
        record.owner = null;
        record.until = 0;
    }

    @Override
    public synchronized void resign(Election election) {
        Quarantine q = contents.quarantine;
        if (amnesia() && q != null && election.candidate().equals(q.elected()))
            contents.quarantine = new Quarantine(q.run(), q.since(), null, 0);
    }

    @Override
    public synchronized boolean finish(Election election) {
        if (!mayRebuild(election)) return false;
        contents.quarantine = null;
        contents.registered.clear();
        contents.marker = run;
        return true;
    }
}
