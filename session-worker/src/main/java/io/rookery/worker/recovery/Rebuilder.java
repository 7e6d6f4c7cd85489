package io.rookery.worker.recovery;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandType;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.event.Adoption;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseRecovery.Election;
import io.rookery.worker.lease.LeaseRecovery.Rebuilt;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.profile.EpochStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the lease store's records, on the one worker that is elected for it.
 *
 * <p>For one lease TTL after the loss nobody decides anything, because an owner may still believe in its lease. The one exception is a cluster in which no session ever ran: admission
 * publishes a session's record before it can be claimed, so an empty topic, read after the election, proves that there is no owner.
 */
public final class Rebuilder {
    private static final Logger log = LoggerFactory.getLogger(Rebuilder.class);

    private final LeaseRecovery recovery;
    private final History history;
    private final EpochStore epochs;
    private final Function<Command.Start, String> startOptions;
    private final Supplier<String> candidates;
    private volatile boolean remembers;

    /** @param candidates names that were never used before */
    public Rebuilder(
            LeaseRecovery recovery,
            History history,
            EpochStore epochs,
            Function<Command.Start, String> startOptions,
            Supplier<String> candidates) {
        this.recovery = recovery;
        this.history = history;
        this.epochs = epochs;
        this.startOptions = startOptions;
        this.candidates = candidates;
    }

    /** Whether the lease store had its memory when it was last looked at. */
    public boolean storeRemembers() {
        return remembers;
    }

    /** Looks whether the memory is there, and rebuilds it where it is this worker's turn. Blocks; one thread calls it about once a second. */
    public void look() {
        try {
            remembers = recovery.remembers();
            if (remembers) return;
            Optional<Election> election = recovery.elect(candidates.get());
            if (election.isPresent()) rebuild(election.get());
        } catch (LeaseStoreUnavailable | EventLogUnavailable | StoreUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("the lease store's memory was not rebuilt yet");
        }
    }

    private void rebuild(Election election) throws LeaseStoreUnavailable, EventLogUnavailable, StoreUnavailable {
        Map<SessionId, EventMessage> sessions = history.sessions();
        if (!sessions.isEmpty() && !election.quarantineOver()) {
            recovery.resign(election);
            return;
        }
        Map<SessionId, List<OutcomeLog.Entry>> outcomes = history.outcomes();
        Map<SessionId, Long> ends = history.lastCommands(sessions.keySet()); // [seen-end]
        for (EventMessage last : sessions.values()) {
            List<OutcomeLog.Entry> entries = outcomes.getOrDefault(last.session(), List.of());
            Optional<Rebuilt> record = rebuilt(last, entries, ends.getOrDefault(last.session(), -1L));
            if (record.isPresent() && !recovery.restore(election, record.get())) return; // somebody else rebuilds
        }
        for (var told : outcomes.entrySet()) { // what never ran has no record, but its commands were answered
            if (sessions.containsKey(told.getKey())) continue;
            if (!recovery.restoreAnswered(election, told.getKey(), answered(told.getValue()))) return;
        }
        remembers = recovery.finish(election);
        if (remembers) log.atInfo().addKeyValue("sessions", sessions.size()).log("the lease store's memory is rebuilt");
    }

    /** [never-stopped] Every known session is made to run; its mode says whether it is given up again at once. */
    private Optional<Rebuilt> rebuilt(EventMessage last, List<OutcomeLog.Entry> entries, long end)
            throws StoreUnavailable {
        if (!(last.event() instanceof Event.SessionRecord known)) return Optional.empty();
        long done = -1;
        long position = 0;
        Epoch floor = Epoch.NONE;
        Mode mode = Mode.CLOSING;
        SessionState state = known.state();
        boolean told = false;
        for (OutcomeLog.Entry entry : Adoption.effective(entries, Epoch.NONE)) {
            var outcome = entry.outcome();
            if (outcome == null || outcome.mode() == null || outcome.offsetValue() < done) continue;
            done = outcome.offsetValue();
            mode = outcome.mode();
            told = true;
            state = mode == Mode.CLOSING && outcome.status() == OutcomeStatus.SUCCEEDED
                    ? CommandType.ofType(outcome.commandType())
                            .flatMap(CommandType::endState)
                            .orElse(known.state())
                    : known.state();
            position = entry.position();
            if (entry.epoch() != null) floor = entry.epoch();
        }
        // Its outcomes have aged out of their topic: its owner's last word counts, unless that owner had a successor.
        if (!told && known.mode() != null && !hasSuccessor(last, entries)) mode = known.mode();
        return Optional.of(new Rebuilt(
                last.session(),
                last.tenantOrDefault(),
                mode,
                epochs.highest(last.session()),
                Math.max(done, end),
                done,
                position,
                floor,
                known.start() == null ? "" : startOptions.apply(known.start()),
                state,
                known.account(),
                known.start() == null || known.start().userId() == null || state == SessionState.DESTROYED
                        ? ""
                        : known.start().userId(),
                answered(entries)));
    }

    /** [fence] Then it may be a zombie that has told the last record, of an outcome that is void. */
    private static boolean hasSuccessor(EventMessage last, List<OutcomeLog.Entry> entries) {
        Epoch epoch = last.epoch();
        return epoch != null
                && entries.stream().anyMatch(entry -> entry.epoch() != null && epoch.isBelow(entry.epoch()));
    }

    private static Map<CommandId, Long> answered(List<OutcomeLog.Entry> entries) {
        Map<CommandId, Long> answered = new HashMap<>();
        for (OutcomeLog.Entry entry : Adoption.effective(entries, Epoch.NONE))
            if (entry.command() != null && entry.outcome() != null)
                answered.putIfAbsent(entry.command(), entry.outcome().offsetValue());
        return answered;
    }
}
