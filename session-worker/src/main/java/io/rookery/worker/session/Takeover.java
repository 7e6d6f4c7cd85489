package io.rookery.worker.session;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandType;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.event.Adoption;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseStore.Inheritance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a worker becomes the owner.
 *
 * <pre>
 * CLAIMING → TAKING_EPOCH → SETTING_EPOCH → FENCING → READING → ADOPTING* → DONE
 *     └───────────┴──────────────┴── lost, or no answer in time ──→ the host ends; the lease runs out by itself
 * </pre>
 */
final class Takeover {
    private enum Step {
        CLAIMING,
        TAKING_EPOCH,
        SETTING_EPOCH,
        FENCING,
        READING,
        ADOPTING,
        DONE
    }

    private static final long RETRY_MILLIS = 300;

    private final HostContext host;
    private final Narrator narrator;
    private Step step = Step.CLAIMING;
    private @Nullable Inheritance inheritance;
    private final Deque<OutcomeLog.Entry> adopted = new ArrayDeque<>();
    private Epoch knownEpoch = Epoch.NONE;
    private long fence;
    private long done;
    private Mode mode = Mode.CLOSING;
    private SessionState state = SessionState.QUEUED;
    private long retryAt = Long.MAX_VALUE;

    Takeover(HostContext host, Narrator narrator) {
        this.host = host;
        this.narrator = narrator;
    }

    void begin(boolean settle) {
        host.emit(new Effect.Claim(settle));
    }

    boolean isDone() {
        return step == Step.DONE;
    }

    Inheritance inheritance() {
        if (inheritance == null) throw new IllegalStateException("nothing is inherited in " + step);
        return inheritance;
    }

    long done() {
        return done;
    }

    /** What the session was, adopted outcomes included. */
    SessionState state() {
        return state;
    }

    Mode mode() {
        return mode;
    }

    void on(Input input) {
        switch (input) {
            case Input.Claimed claimed -> {
                if (claimed.known() instanceof Input.Answer.Got(var known)) {
                    host.validUntil = claimed.validUntil();
                    step = Step.TAKING_EPOCH;
                    knownEpoch = known;
                    host.emit(new Effect.TakeEpoch(known));
                } else
                    host.end(
                            claimed.known() instanceof Input.Answer.Gone
                                    ? Effect.Reason.NOT_CLAIMED
                                    : Effect.Reason.NO_ANSWER);
            }
            case Input.EpochTaken taken -> {
                if (taken.epoch() instanceof Input.Answer.Got(var epoch) && host.sure()) {
                    host.epoch = epoch;
                    step = Step.SETTING_EPOCH;
                    host.emit(new Effect.SetEpoch(epoch));
                } else {
                    host.emit(new Effect.Abandon(knownEpoch));
                    host.end(Effect.Reason.NO_EPOCH);
                }
            }
            case Input.Inherited inherited -> {
                if (inherited.inheritance() instanceof Input.Answer.Got(var got) && host.sure()) {
                    inherit(got);
                    step = Step.FENCING;
                    host.emit(new Effect.TellFence(narrator.fence()));
                } else host.end(Effect.Reason.LOST);
            }
            case Input.Fenced fenced -> {
                if (!(fenced.position() instanceof Input.Answer.Got(var position))) retryLater();
                else {
                    fence = position;
                    read();
                }
            }
            case Input.OutcomesRead read -> {
                if (!(read.entries() instanceof Input.Answer.Got(var entries))) retryLater();
                else adopt(entries);
            }
            case Input.Completed completed -> {
                switch (completed.done()) {
                    case Input.Answer.Got<Boolean> ignored -> {
                        adopted.removeFirst();
                        writeNext();
                    }
                    case Input.Answer.Nothing<Boolean> ignored -> retryLater();
                    case Input.Answer.Gone<Boolean> ignored -> host.end(Effect.Reason.LOST);
                }
            }
            case Input.Tick ignored -> {
                if (host.reached(retryAt)) retry();
            }
            default -> {
                // nothing else concerns a session that is not owned yet
            }
        }
    }

    private void inherit(Inheritance got) {
        inheritance = got;
        host.tenant = got.tenant();
        done = got.done();
        mode = got.mode();
        state = got.state();
        Event.@Nullable Usage used = CloudEventCodec.readUsage(got.usage());
        if (used != null) host.pacer.inherit(used);
    }

    private void read() {
        step = Step.READING;
        host.emit(new Effect.ReadOutcomes(inheritance().outcomePosition(), fence));
    }

    private void adopt(List<OutcomeLog.Entry> entries) {
        step = Step.ADOPTING;
        for (OutcomeLog.Entry entry : Adoption.effective(entries, inheritance().outcomeFloor())) {
            var outcome = entry.outcome();
            if (outcome != null && outcome.usage() != null) host.pacer.inherit(outcome.usage());
            if (outcome == null || outcome.mode() == null || outcome.offsetValue() <= done) continue;
            done = outcome.offsetValue();
            mode = outcome.mode(); // [mode-in-outcome]
            state = endState(outcome)
                    .orElse(outcome.mode() == Mode.OPEN && startsAgain(outcome) ? SessionState.QUEUED : state);
            adopted.addLast(entry);
        }
        writeNext();
    }

    /** [adopt-write] What was adopted is written before anything else may happen. */
    private void writeNext() {
        OutcomeLog.Entry entry = adopted.peekFirst();
        if (entry == null) step = Step.DONE;
        else if (entry.outcome() != null && entry.outcome().mode() != null)
            host.emit(new Effect.Complete(
                    entry.outcome().offsetValue(),
                    entry.outcome().mode(),
                    entry.position(),
                    entry.command(),
                    endState(entry.outcome()).orElse(null)));
    }

    private static boolean startsAgain(Event.Outcome outcome) {
        return outcome.commandType().equals(CommandType.START.type()) && outcome.status() == OutcomeStatus.SUCCEEDED;
    }

    private static Optional<SessionState> endState(Event.Outcome outcome) {
        return outcome.status() == OutcomeStatus.SUCCEEDED
                ? CommandType.ofType(outcome.commandType()).flatMap(CommandType::endState)
                : Optional.empty();
    }

    private void retryLater() {
        if (host.sure()) retryAt = host.now().monotonic() + RETRY_MILLIS;
        else host.end(Effect.Reason.LOST);
    }

    private void retry() {
        retryAt = Long.MAX_VALUE;
        if (!host.sure()) {
            host.end(Effect.Reason.LOST);
            return;
        }
        switch (step) {
            case FENCING -> host.emit(new Effect.TellFence(narrator.fence()));
            case READING -> read();
            case ADOPTING -> writeNext();
            case CLAIMING, TAKING_EPOCH, SETTING_EPOCH, DONE -> {
                // these are not repeated: their lack of an answer ends the host
            }
        }
    }
}
