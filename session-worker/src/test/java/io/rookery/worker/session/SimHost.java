package io.rookery.worker.session;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandType;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.pacing.Limits;
import io.rookery.worker.simulation.Moment;
import io.rookery.worker.simulation.Safeguard;
import io.rookery.worker.simulation.SimPage;
import io.rookery.worker.simulation.SimWorker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a real {@link SessionHost} wants in a simulated world, as {@link HostRuntime} does in the real one: what blocks runs beside it, and its answers are fed
 * back one by one. Rules of the protocol are turned off here, by doing something else than what the machine has asked for, or by telling it something else than what came
 * of it.
 */
public final class SimHost implements LeaseKeeper.Leased {
    private static final HostSettings SETTINGS = new HostSettings(
            Duration.ofSeconds(20),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            1024,
            Limits.NONE,
            null,
            HostSettings.Lifecycle.DEFAULT.withMemoryLimit(SimPage.LARGE));
    private static final int MAILBOX_CAPACITY = 2;
    private static final int EPOCH_TRIES = 10;
    private static final long STATUS_RETRY_MILLIS = 300;
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    private final SimWorker worker;
    private final SessionId session;
    private final ClaimToken token;
    private final boolean withoutSlot;
    private final Consumer<SimHost> onEnd;
    private final SessionHost machine;
    private final SimOutbox outbox;
    private final SimPages pages;
    private final StartNoting starts;
    private final Deque<Input> inputs = new ArrayDeque<>();
    private boolean deciding;
    private @Nullable Mailbox mailbox;
    private Epoch epoch = Epoch.NONE;
    private Mode mode = Mode.CLOSING;
    private long done = -1; // the position of its last own command, or what it has inherited
    private long validUntil;
    private LeaseStore.@Nullable Status newestStatus;
    private boolean owning;
    private boolean draining;
    private boolean renewable;
    private boolean idle;
    private boolean ended;
    private Effect.@Nullable Reason endReason;

    public SimHost(
            SimWorker worker, SessionId session, ClaimToken token, boolean withoutSlot, Consumer<SimHost> onEnd) {
        this.worker = worker;
        this.session = session;
        this.token = token;
        this.withoutSlot = withoutSlot;
        this.onEnd = onEnd;
        this.machine = new SessionHost(
                session, worker.id(), SETTINGS, this::newMailbox, CloudEventCodec::readStart, withoutSlot);
        this.outbox = new SimOutbox(worker);
        this.pages = new SimPages(worker, session, this::feed);
        this.starts = new StartNoting(session, token, worker.leases(), worker.users());
    }

    public void start() {
        perform(machine.begin(now()));
    }

    public SessionId session() {
        return session;
    }

    public boolean hasSlot() {
        return !withoutSlot;
    }

    /** Whether the object store gave it no epoch. */
    public boolean hadNoEpoch() {
        return endReason == Effect.Reason.NO_EPOCH;
    }

    public void tick() {
        feed(new Input.Tick());
    }

    public void drain() {
        draining = true;
        feed(new Input.Drain());
    }

    @Override
    public LeaseStore.@Nullable Renewal renewal() {
        if (!renewable || ended) return null;
        long position = worker.outcomes().lastPublished(session);
        return new LeaseStore.Renewal(session, token, epoch, idle ? position : -1, usage());
    }

    private String usage() {
        var used = machine.usage();
        return used == null ? "" : CloudEventCodec.writeUsage(used);
    }

    @Override
    public void renewed(long until) {
        validUntil = Math.max(validUntil, until);
        feed(new Input.Renewed(asTheMachineSees(until)));
    }

    @Override
    public void leaseLost() {
        feed(new Input.LeaseLost());
    }

    private long asTheMachineSees(long until) {
        return worker.on(Safeguard.LOCAL_VALIDITY) ? until : FOR_EVER;
    }

    private Mailbox newMailbox(long start) {
        mailbox = new Mailbox(
                session, worker.partition(session), start, MAILBOX_CAPACITY, () -> feed(new Input.Arrived()));
        return mailbox;
    }

    private Now now() {
        return worker.now();
    }

    /** The machine gets one input after another. */
    private void feed(Input input) {
        if (ended) return;
        inputs.add(input);
        if (deciding) return;
        deciding = true;
        while (!ended && !inputs.isEmpty()) {
            idle = false;
            perform(machine.on(inputs.removeFirst(), now()));
            idle = machine.isIdle();
        }
        deciding = false;
    }

    private void perform(List<Effect> effects) {
        effects.forEach(this::perform);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Claim claim -> claim(claim.settle());
            case Effect.TakeEpoch take -> fork(() -> new Input.EpochTaken(takeEpoch(take.above())));
            case Effect.Abandon abandon ->
                fork(() -> {
                    answer(() -> worker.leases().release(session, token, abandon.known(), null));
                    return null;
                });
            case Effect.SetEpoch set -> setEpoch(set.epoch());
            case Effect.TellFence tell -> fence(tell.message());
            case Effect.ReadOutcomes read -> fork(() -> new Input.OutcomesRead(readOutcomes(read)));
            case Effect.Follow follow -> follow(follow.position());
            case Effect.CheckAnswered check ->
                ask(() -> worker.leases().isAnsweredBefore(session, check.id(), check.offset()), Input.Checked::new);
            case Effect.Complete complete -> complete(complete);
            case Effect.NoteStart note -> ask(() -> starts.note(note, epoch), Input.StartNoted::new);
            case Effect.GiveUp give -> giveUp(give);
            case Effect.Release release
            when release.waiting() != null && !worker.on(Safeguard.SETTLE_RELEASE) ->
                worker.soon(Moment.STEP, () -> feed(new Input.Released(new Input.Answer.Nothing<>())));
            case Effect.Release release ->
                askKept(() -> worker.leases().release(session, token, epoch, release.waiting()), Input.Released::new);
            case Effect.UpdateStatus update -> updateStatus(update.status());
            case Effect.Submit ignored ->
                throw new IllegalStateException("in the simulation somebody scans every code");
            case Effect.Tell tell -> {
                Event event = tell.message().event();
                worker.mustHold(Transitions.isAllowed(event), "states", session + " tells " + event);
                outbox.tell(tell.message(), null);
            }
            case Effect.TellOutcome tell -> tellOutcome(tell.message());
            case Effect.TellStopped tell -> outbox.tell(tell.message(), it -> feed(new Input.StoppedTold(it)));
            case Effect.Flush ignored -> outbox.flush(() -> feed(new Input.Flushed()));
            case Effect.End end -> end(end.reason());
            case Effect.OpenPage open -> pages.open(open, epoch, validUntil);
            case Effect.ClosePage ignored -> pages.close(draining && !worker.on(Safeguard.CLOSE_RELEASE));
            case Effect.ExtendDeadline ignored -> pages.extend(validUntil);
            case Effect.Find find -> pages.find(find, isExpired());
            case Effect.Restore restore -> pages.restore(epoch, restore.home());
            case Effect.StoreClosed ignored -> pages.store(epoch);
            case Effect.Checkpoint ignored -> pages.store(epoch);
            case Effect.Purge ignored -> pages.purge(epoch);
            case Effect.KillPage ignored -> pages.kill();
            case Effect.Send send -> pages.send(send);
            case Effect.PrepareMedia ignored -> throw new IllegalStateException("the simulation sends texts");
            case Effect.DropMedia ignored -> throw new IllegalStateException("the simulation sends texts");
            case Effect.KeepMedia ignored -> throw new IllegalStateException("the simulation sends texts");
            case Effect.Act ignored -> throw new IllegalStateException("the simulation sends texts");
            case Effect.Probe ignored -> pages.probe();
            case Effect.Recycled ignored -> worker.trace("a page of " + session + " is opened anew");
            case Effect.LogOut ignored -> pages.logOut();
            case Effect.CatchUp ignored -> worker.soon(Moment.STEP, () -> feed(new Input.CaughtUp(true)));
        }
    }

    private boolean isExpired() {
        Mailbox.Item first = mailbox == null ? null : mailbox.first();
        return first != null && now().wall().isAfter(first.command().deadline(first.recordTime()));
    }

    // ---- taking over ----

    private void claim(boolean settle) {
        long until = now().monotonic() + LeaseTimes.DEFAULT.localValidity().toMillis();
        ask(() -> worker.leases().claim(session, token, settle).orElse(null), known -> {
            validUntil = until;
            return new Input.Claimed(known, asTheMachineSees(until));
        });
    }

    private Input.Answer<Epoch> takeEpoch(Epoch above) {
        try {
            for (int i = 0; i < EPOCH_TRIES; i++) {
                Epoch next = Epoch.max(above, worker.store().highest(session)).next();
                if (worker.store().create(session, next)) return new Input.Answer.Got<>(next);
            }
        } catch (StoreUnavailable e) {
            worker.trace("no epoch for " + session);
        }
        return new Input.Answer.Nothing<>();
    }

    private void setEpoch(Epoch taken) {
        epoch = taken;
        ask(() -> worker.leases().setEpoch(session, token, taken).orElse(null), inheritance -> {
            renewable = inheritance instanceof Input.Answer.Got;
            if (inheritance instanceof Input.Answer.Got(var got)) {
                done = got.done();
                mode = got.mode();
            }
            return new Input.Inherited(inheritance);
        });
    }

    private void fence(EventMessage message) {
        if (worker.on(Safeguard.FENCE)) outbox.tell(message, it -> feed(new Input.Fenced(it)));
        else
            fork(() -> {
                try {
                    return new Input.Fenced(
                            new Input.Answer.Got<>(worker.outcomes().end(session)));
                } catch (EventLogUnavailable e) {
                    return new Input.Fenced(new Input.Answer.Nothing<>());
                }
            });
    }

    private Input.Answer<List<OutcomeLog.Entry>> readOutcomes(Effect.ReadOutcomes read) {
        if (!worker.on(Safeguard.ADOPT)) return new Input.Answer.Got<>(List.of());
        try {
            List<OutcomeLog.Entry> entries = worker.outcomes().read(session, read.from(), read.until());
            return new Input.Answer.Got<>(worker.on(Safeguard.MODE_IN_OUTCOME) ? entries : withGuessedModes(entries));
        } catch (EventLogUnavailable e) {
            return new Input.Answer.Nothing<>();
        }
    }

    /** What somebody must do who finds no modes in outcomes: guess them from the kind of the command. */
    private List<OutcomeLog.Entry> withGuessedModes(List<OutcomeLog.Entry> entries) {
        Mode guess = mode;
        List<OutcomeLog.Entry> guessed = new ArrayList<>();
        for (OutcomeLog.Entry entry : entries) {
            Event.Outcome it = entry.outcome();
            if (it == null || it.mode() == null) {
                guessed.add(entry);
                continue;
            }
            CommandType type = CommandType.ofType(it.commandType()).orElseThrow();
            if (type == CommandType.START) guess = Mode.OPEN;
            else if (type.endState().isPresent()) guess = Mode.CLOSING;
            var outcome = new Event.Outcome(
                    it.status(),
                    it.code(),
                    it.text(),
                    it.commandType(),
                    it.partition(),
                    it.offset(),
                    guess,
                    it.result());
            guessed.add(new OutcomeLog.Entry(entry.position(), entry.epoch(), entry.command(), outcome));
        }
        return guessed;
    }

    private void follow(long position) {
        owning = true;
        worker.trace("OWN      %s by %s epoch %s from %d%s"
                .formatted(session, worker.id(), epoch, position, withoutSlot ? ", to settle" : ""));
        if (mailbox != null) worker.follow(mailbox, position);
    }

    // ---- answers ----

    private void tellOutcome(EventMessage message) {
        Event.Outcome outcome = (Event.Outcome) message.event();
        EventMessage told = message;
        if (!worker.on(Safeguard.CLOSED_SAME)
                && outcome.code().equals("SESSION_NOT_RUNNING")
                && outcome.commandType().equals(CommandType.CLOSE.type())) told = succeeded(message, outcome);
        if (!worker.on(Safeguard.SETTLE_UNKNOWN)
                && outcome.status() == OutcomeStatus.UNKNOWN
                && outcome.code().equals("NO_FREE_SLOT"))
            told = with(message, outcome, OutcomeStatus.REJECTED, "NO_FREE_SLOT");
        EventMessage last = told;
        Mode after = outcome.mode();
        if (worker.on(Safeguard.MODE_LATE) || after == null) publish(told);
        else publishAfterMode(told, after);
    }

    private void publishAfterMode(EventMessage told, Mode after) {
        var early = new LeaseStore.Completion(session, token, epoch, done, after, -1, null, null, 0);
        fork(() -> {
            answer(() -> worker.leases().complete(early));
            publish(told);
            return null;
        });
    }

    private static EventMessage succeeded(EventMessage message, Event.Outcome outcome) {
        return with(message, outcome, OutcomeStatus.SUCCEEDED, Event.Outcome.OK);
    }

    private static EventMessage with(EventMessage message, Event.Outcome outcome, OutcomeStatus status, String code) {
        var changed = new Event.Outcome(
                status,
                code,
                null,
                outcome.commandType(),
                outcome.partition(),
                outcome.offset(),
                outcome.mode(),
                outcome.result());
        return new EventMessage(
                message.session(),
                message.id(),
                message.time(),
                message.tenant(),
                message.epoch(),
                message.seq(),
                message.worker(),
                message.commandId(),
                message.traceparent(),
                changed);
    }

    private void publish(EventMessage message) {
        outbox.tell(message, it -> feed(new Input.OutcomeTold(it)));
    }

    private void complete(Effect.Complete complete) {
        if (!owning && !worker.on(Safeguard.ADOPT_WRITE)) {
            worker.soon(Moment.STEP, () -> feed(new Input.Completed(new Input.Answer.Got<>(true))));
            return;
        }
        done = complete.position();
        var completion = new LeaseStore.Completion(
                session,
                token,
                epoch,
                complete.position(),
                complete.mode(),
                complete.outcomePosition(),
                complete.id(),
                complete.endState(),
                0);
        askKept(() -> worker.leases().complete(completion), Input.Completed::new);
    }

    private void giveUp(Effect.GiveUp give) {
        long position = worker.on(Safeguard.POSITION) ? give.position() : done;
        ask(() -> worker.leases().giveUp(session, token, epoch, position, give.state(), usage()), answer -> {
            boolean unheard = answer instanceof Input.Answer.Nothing && !worker.on(Safeguard.HOLD_GIVE_UP);
            return new Input.GaveUp(unheard ? new Input.Answer.Got<>(LeaseStore.GiveUp.MORE) : answer);
        });
    }

    /** One writer at a time, and always the newest. */
    private void updateStatus(LeaseStore.Status status) {
        boolean writing = newestStatus != null;
        newestStatus = status;
        if (!writing) worker.fork(this::writeStatus);
    }

    private void writeStatus() {
        while (newestStatus != null) {
            LeaseStore.Status status = newestStatus;
            worker.moment(Moment.STEP);
            boolean unanswered =
                    answer(() -> worker.leases().status(session, token, epoch, status)) instanceof Input.Answer.Nothing;
            if (unanswered && !ended) worker.pause(STATUS_RETRY_MILLIS);
            else if (newestStatus == status) newestStatus = null;
        }
    }

    private interface Step<T> {
        @Nullable T take() throws LeaseStoreUnavailable, Amnesia;
    }

    private <T> void ask(Step<T> step, Function<Input.Answer<T>, Input> input) {
        fork(() -> input.apply(answer(step)));
    }

    private void askKept(Step<Boolean> step, Function<Input.Answer<Boolean>, Input> input) {
        ask(() -> Boolean.TRUE.equals(step.take()) ? Boolean.TRUE : null, input);
    }

    private static <T> Input.Answer<T> answer(Step<T> step) {
        try {
            T value = step.take();
            return value == null ? new Input.Answer.Gone<>() : new Input.Answer.Got<>(value);
        } catch (LeaseStoreUnavailable | Amnesia e) {
            return new Input.Answer.Nothing<>();
        }
    }

    private interface Work {
        @Nullable Input run();
    }

    /** Beside the machine: a moment passes before the call leaves. */
    private void fork(Work work) {
        worker.fork(() -> {
            worker.moment(Moment.STEP);
            Input answer = work.run();
            if (answer != null) feed(answer);
        });
    }

    private void end(Effect.Reason reason) {
        ended = true;
        endReason = reason;
        if (mailbox != null) worker.unfollow(mailbox);
        outbox.close();
        pages.end(reason);
        if (owning) worker.trace("END      %s by %s epoch %s: %s".formatted(session, worker.id(), epoch, reason));
        onEnd.accept(this);
    }
}
