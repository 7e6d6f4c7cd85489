package io.rookery.worker.session;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandMessage;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.command.UsersSessions;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a {@link SessionHost} wants, and tells it what came of it. One virtual thread feeds the machine, input by input; what blocks runs on threads of its own.
 * Every effect with an answer gets exactly one, in bounded time.
 */
public final class HostRuntime implements LeaseKeeper.Leased {
    private static final Logger log = LoggerFactory.getLogger(HostRuntime.class);
    private static final int MAILBOX_CAPACITY = 100;
    private static final int EPOCH_TRIES = 10;
    private static final long STATUS_RETRY_MILLIS = 300;

    private final SessionId session;
    private final ClaimToken token;
    private final boolean withoutSlot;
    private final HostPorts ports;
    private final Consumer<HostRuntime> onEnd;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final SessionHost machine;
    private final Outbox outbox;
    private final PageRuntime page;
    private final MediaRuntime media;
    private final StartNoting starts;
    private final SessionLog sessionLog;
    private final AtomicReference<@Nullable Mailbox> mailbox = new AtomicReference<>();
    private final AtomicReference<LeaseStore.@Nullable Status> newestStatus = new AtomicReference<>();
    private final long beganAt;
    private volatile Epoch epoch = Epoch.NONE;
    private volatile SessionState state = SessionState.QUEUED;
    private volatile boolean cutOff;
    private volatile boolean renewable; // the record knows the epoch
    private volatile boolean idle;
    private volatile String usage = "";
    private Event.@Nullable Usage usedLast;
    private volatile boolean ended;
    private volatile Effect.@Nullable Reason endReason;

    /** @param onEnd called once, on the host's own thread, when it has ended and nothing of it is left */
    public HostRuntime(
            SessionId session,
            ClaimToken token,
            HostSettings settings,
            HostPorts ports,
            Function<String, Command.Start> startOptions,
            boolean withoutSlot,
            Consumer<HostRuntime> onEnd) {
        this.session = session;
        this.token = token;
        this.withoutSlot = withoutSlot;
        this.ports = ports;
        this.onEnd = onEnd;
        this.beganAt = ports.monotonic().getAsLong();
        this.machine =
                new SessionHost(session, token.worker(), settings, this::newMailbox, startOptions::apply, withoutSlot);
        this.page = new PageRuntime(session, token.worker(), ports, this::feed);
        this.sessionLog = new SessionLog(session, ports.monotonic());
        this.starts = new StartNoting(
                session, token, ports.leases(), new UsersSessions(ports.leases(), ports.writer(), ports.wall()));
        this.media = new MediaRuntime(session, ports, page::download, this::feed);
        this.outbox = new Outbox(
                ports.events(),
                ports.metrics(),
                ports.blocking(),
                ports.pause(),
                ports.wall(),
                page::published,
                () -> feed(new Input.RoomAgain()));
    }

    /** Claims the session and runs it to its end. */
    public void start() {
        ports.blocking().execute(this::run);
    }

    public SessionId session() {
        return session;
    }

    /** Whether it takes one of the worker's slots; otherwise it only settles what needs no browser. */
    public boolean hasSlot() {
        return !withoutSlot;
    }

    /** Why it has ended; null before. */
    Effect.@Nullable Reason endReason() {
        return endReason;
    }

    public SessionState state() {
        return state;
    }

    /** It does not reach WhatsApp, as far as is known. */
    public boolean isCutOff() {
        return cutOff;
    }

    /** Time has passed. */
    public void tick() {
        feed(new Input.Tick());
    }

    /** Log step by step what the session does, or no more. */
    public void logInDetail(boolean wanted) {
        sessionLog.switched(wanted);
    }

    /** Hand the session over to another worker. */
    public void drain() {
        feed(new Input.Drain());
    }

    /** Null before the record knows the epoch. */
    @Override
    public LeaseStore.@Nullable Renewal renewal() {
        if (!renewable || ended) return null;
        // First the position, then whether the machine is idle: an outcome at or below the position has moved the
        // record on by then, any other lies behind it.
        long position = ports.outcomes().lastPublished(session);
        boolean settled = idle;
        return new LeaseStore.Renewal(session, token, epoch, settled ? position : -1, usage);
    }

    @Override
    public void renewed(long validUntil) {
        feed(new Input.Renewed(validUntil));
    }

    @Override
    public void leaseLost() {
        feed(new Input.LeaseLost());
    }

    private Mailbox newMailbox(long start) {
        Mailbox made = new Mailbox(
                session, ports.commands().partition(session), start, MAILBOX_CAPACITY, () -> feed(new Input.Arrived()));
        mailbox.set(made);
        return made;
    }

    private void feed(Input input) {
        if (!ended) inputs.add(input);
    }

    private void run() {
        try {
            perform(machine.begin(ports.now()));
            while (!ended) {
                Input input = inputs.take();
                idle = false; // while the machine decides, nobody may take its position for settled
                perform(decide(input));
                state = machine.state();
                cutOff = machine.isCutOff();
                idle = machine.isIdle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Effect.Reason.LOST);
        } catch (RuntimeException e) { // the edge: a fault of ours must not leave a browser that nobody leads
            log.atError().setCause(e).addKeyValue("sessionId", session).log("a session host failed");
            end(Effect.Reason.LOST);
        }
    }

    private List<Effect> decide(Input input) {
        sessionLog.happened(input);
        List<Effect> effects = machine.on(input, ports.now());
        Event.Usage used = machine.usage();
        if (used != null && !used.equals(usedLast)) {
            usedLast = used;
            usage = CloudEventCodec.writeUsage(used); // before the machine may be idle, and before it is given up
        }
        return effects;
    }

    private void perform(List<Effect> effects) {
        effects.forEach(this::perform);
    }

    private void perform(Effect effect) {
        sessionLog.wanted(effect);
        switch (effect) {
            case Effect.Claim claim -> claim(claim.settle());
            case Effect.TakeEpoch take -> takeEpoch(take.above());
            case Effect.Abandon abandon -> abandon(abandon.known());
            case Effect.SetEpoch set -> setEpoch(set.epoch());
            case Effect.TellFence tell -> answered(tell.message(), Input.Fenced::new);
            case Effect.ReadOutcomes read ->
                ports.blocking().execute(() -> feed(new Input.OutcomesRead(readOutcomes(read))));
            case Effect.Follow ignored -> follow();
            case Effect.CheckAnswered check ->
                ask(() -> ports.leases().isAnsweredBefore(session, check.id(), check.offset()), Input.Checked::new);
            case Effect.Complete complete -> complete(complete);
            case Effect.NoteStart note -> ask(() -> starts.note(note, epoch), Input.StartNoted::new);
            case Effect.GiveUp give ->
                ask(
                        () -> ports.leases().giveUp(session, token, epoch, give.position(), give.state(), usage),
                        Input.GaveUp::new);
            case Effect.Release release ->
                askKept(() -> ports.leases().release(session, token, epoch, release.waiting()), Input.Released::new);
            case Effect.UpdateStatus update -> updateStatus(update.status());
            case Effect.Submit submit -> submit(submit.command());
            case Effect.Tell tell -> tell(tell.message());
            case Effect.TellOutcome tell -> tellOutcome(tell);
            case Effect.TellStopped tell -> answered(tell.message(), Input.StoppedTold::new);
            case Effect.Flush ignored -> outbox.flush(() -> feed(new Input.Flushed()));
            case Effect.End end -> end(end.reason());
            case Effect.Restore ignored -> page.perform(effect, epoch);
            case Effect.StoreClosed ignored -> page.perform(effect, epoch);
            case Effect.Checkpoint ignored -> page.perform(effect, epoch);
            case Effect.Purge ignored -> page.perform(effect, epoch);
            case Effect.OpenPage ignored -> page.perform(effect, epoch);
            case Effect.ClosePage ignored -> page.perform(effect, epoch);
            case Effect.KillPage ignored -> page.perform(effect, epoch);
            case Effect.ExtendDeadline ignored -> page.perform(effect, epoch);
            case Effect.PrepareMedia prepare -> media.prepare(prepare);
            case Effect.KeepMedia keep -> media.keep(keep);
            case Effect.DropMedia drop -> media.drop(drop.messageId());
            case Effect.Send ignored -> page.perform(effect, epoch);
            case Effect.Act ignored -> page.perform(effect, epoch);
            case Effect.Find ignored -> page.perform(effect, epoch);
            case Effect.LogOut ignored -> page.perform(effect, epoch);
            case Effect.CatchUp ignored -> page.perform(effect, epoch);
            case Effect.Probe ignored -> page.perform(effect, epoch);
            case Effect.Recycled recycled -> ports.metrics().recycled(recycled.reason());
        }
    }

    // ---- taking over ----

    private void claim(boolean settle) {
        long validUntil =
                ports.monotonic().getAsLong() + ports.times().localValidity().toMillis();
        ask(
                () -> ports.leases().claim(session, token, settle).orElse(null),
                known -> new Input.Claimed(known, validUntil));
    }

    /** The next epoch, by a create-only PUT. Tried again where somebody else was quicker; each try is short beside the lease. */
    private void takeEpoch(Epoch above) {
        ports.blocking().execute(() -> {
            Input.Answer<Epoch> answer = new Input.Answer.Nothing<>();
            try {
                for (int i = 0; i < EPOCH_TRIES && answer instanceof Input.Answer.Nothing; i++) {
                    Epoch next = highestStored(above).next();
                    if (ports.epochs().create(session, next)) answer = new Input.Answer.Got<>(next);
                }
            } catch (StoreUnavailable e) {
                log.atWarn()
                        .addKeyValue("sessionId", session)
                        .addKeyValue("cause", e.getMessage())
                        .log("no epoch: the object store can't be used");
            }
            feed(new Input.EpochTaken(answer));
        });
    }

    /** A store that does not know an epoch which was taken from it is another one, or has been emptied: what it says of the profile must not be believed. */
    private Epoch highestStored(Epoch known) throws StoreUnavailable {
        Epoch highest = ports.epochs().highest(session);
        if (highest.isBelow(known))
            throw new StoreUnavailable("it knows epochs up to " + highest + " only, but " + known
                    + " was taken: it is another store, or has lost what it held");
        return highest;
    }

    /** Lets others try; where no answer comes, the lease runs out. */
    private void abandon(Epoch known) {
        if (answer(() -> ports.leases().release(session, token, known, null)) instanceof Input.Answer.Nothing)
            log.atWarn().addKeyValue("sessionId", session).log("a claim was not given back; its lease runs out");
    }

    private void setEpoch(Epoch taken) {
        epoch = taken;
        ask(() -> ports.leases().setEpoch(session, token, taken).orElse(null), inheritance -> {
            renewable = inheritance instanceof Input.Answer.Got;
            return new Input.Inherited(inheritance);
        });
    }

    private Input.Answer<List<OutcomeLog.Entry>> readOutcomes(Effect.ReadOutcomes read) {
        try {
            return new Input.Answer.Got<>(ports.outcomes().read(session, read.from(), read.until()));
        } catch (EventLogUnavailable e) {
            return new Input.Answer.Nothing<>();
        }
    }

    private void follow() {
        ports.metrics().tookOver(Duration.ofMillis(ports.monotonic().getAsLong() - beganAt));
        log.atInfo()
                .addKeyValue("sessionId", session)
                .addKeyValue("epoch", epoch)
                .log("session taken over");
        Mailbox made = mailbox.get();
        if (made != null) ports.commands().follow(made);
    }

    // ---- answers ----

    private void tell(EventMessage message) {
        if (!outbox.tell(message)) feed(new Input.Untold(message));
    }

    private void tellOutcome(Effect.TellOutcome tell) {
        if (!(tell.message().event() instanceof Event.Outcome outcome))
            throw new IllegalStateException(
                    "not an outcome: " + tell.message().event().type());
        answered(tell.message(), position -> {
            if (position instanceof Input.Answer.Got)
                ports.metrics()
                        .answered(
                                outcome, tell.item().recordTime(), ports.wall().instant());
            return new Input.OutcomeTold(position);
        });
    }

    private void answered(EventMessage message, Function<Input.Answer<Long>, Input> answer) {
        outbox.tell(message, new Outbox.Answer() {
            @Override
            public void published(long position) {
                feed(answer.apply(new Input.Answer.Got<>(position)));
            }

            @Override
            public void failed() {
                feed(answer.apply(new Input.Answer.Nothing<>()));
            }
        });
    }

    private void submit(CommandMessage command) {
        ports.blocking().execute(() -> {
            boolean done = false;
            try {
                ports.writer().append(command);
                done = true;
            } catch (EventLogUnavailable e) {
                log.atWarn()
                        .addKeyValue("sessionId", session)
                        .addKeyValue("commandId", command.id())
                        .log("a command of the worker's own was not appended; it tries again");
            } finally {
                feed(new Input.Submitted(done));
            }
        });
    }

    private void complete(Effect.Complete complete) {
        var completion = new LeaseStore.Completion(
                session,
                token,
                epoch,
                complete.position(),
                complete.mode(),
                complete.outcomePosition(),
                complete.id(),
                complete.endState(),
                ports.commands().start(ports.commands().partition(session)));
        askKept(() -> ports.leases().complete(completion), Input.Completed::new);
    }

    /** One writer at a time, and always the newest: the record's state is what a successor decides by. */
    private void updateStatus(LeaseStore.Status status) {
        if (newestStatus.getAndSet(status) == null) ports.blocking().execute(this::writeStatus);
    }

    private void writeStatus() {
        boolean left = true;
        while (left) {
            LeaseStore.Status status = newestStatus.get();
            if (status == null) return;
            boolean unanswered =
                    answer(() -> ports.leases().status(session, token, epoch, status)) instanceof Input.Answer.Nothing;
            if (unanswered && !ended) ports.pause().accept(STATUS_RETRY_MILLIS);
            else left = !newestStatus.compareAndSet(status, null);
        }
    }

    /** A step of the lease store: a value, null for "not mine", or one of its two errors. */
    private interface Step<T> {
        @Nullable T take() throws LeaseStoreUnavailable, Amnesia;
    }

    private <T> void ask(Step<T> step, Function<Input.Answer<T>, Input> input) {
        ports.blocking().execute(() -> feed(input.apply(answer(step))));
    }

    private void askKept(Step<Boolean> step, Function<Input.Answer<Boolean>, Input> input) {
        Step<Boolean> keptOrNull = () -> Boolean.TRUE.equals(step.take()) ? Boolean.TRUE : null;
        ask(keptOrNull, input);
    }

    private static <T> Input.Answer<T> answer(Step<T> step) {
        try {
            T value = step.take();
            return value == null ? new Input.Answer.Gone<>() : new Input.Answer.Got<>(value);
        } catch (LeaseStoreUnavailable | Amnesia e) {
            return new Input.Answer.Nothing<>();
        } catch (RuntimeException e) { // the edge: a host must get an answer, or it would wait for ever
            log.atError().setCause(e).log("a step of the lease store failed");
            return new Input.Answer.Nothing<>();
        }
    }

    // ---- the end ----

    private void end(Effect.Reason reason) {
        ended = true;
        endReason = reason;
        try {
            Mailbox made = mailbox.get();
            if (made != null) ports.commands().unfollow(made);
            outbox.close();
            page.end(reason);
            media.end();
        } catch (RuntimeException e) { // the edge: the slot must come free
            log.atError().setCause(e).addKeyValue("sessionId", session).log("something of a session was left behind");
        }
        if (epoch != Epoch.NONE)
            log.atInfo()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("epoch", epoch)
                    .addKeyValue("reason", reason)
                    .log("session let go");
        onEnd.accept(this);
    }

    @Override
    public String toString() {
        return session + " (" + (endReason == null ? state : endReason) + ")";
    }
}
