package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.WorkerId;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStore.Inheritance;
import io.rookery.worker.number.CommandNumbers;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One session on the worker that owns it, from the claim to the end. A state machine: no I/O, no clock, no threads; one input at a time.
 *
 * <pre>
 *  taking over ──→ owning ──close, log out, destroy──→ giving up ──→ end
 *       │             ├──drain──→ releasing ──→ end
 *       └─not mine────┴──lease lost──→ end
 * </pre>
 *
 * The rules with names in brackets are those of the ownership protocol (docs/protocol.md). Every input is told to all parts, then all parts go on as far as they can:
 * so no part waits for a signal that another has to remember to send.
 */
final class SessionHost {
    private static final long RETRY_MILLIS = 300;
    private static final Duration FILES = Duration.ofSeconds(5);

    private final HostContext host;
    private final Narrator narrator;
    private final PageKeeper page;
    private final UsageTeller usage;
    private final IdleWatch idle;
    private final Takeover takeover;
    private final LongFunction<Mailbox> mailboxes;
    private final StartOptions options;
    private final boolean withoutSlot;
    private @Nullable Settling settling;
    private @Nullable Mailbox mailbox;
    private @Nullable CommandRunner runner;
    private boolean draining;
    private long filesBy = Long.MAX_VALUE; // so long a drain waits for files
    private Leaving leaving = Leaving.NOT;
    private long givenUpAt = -1;
    private long retryAt;

    private enum Leaving {
        NOT,
        PURGING,
        TELLING,
        GIVING_UP,
        RELEASING,
        FLUSHING,
        HANDING_OVER
    }

    /** Reads what the record holds of the last start command. */
    interface StartOptions {
        Command.Start read(String json);
    }

    /**
     * @param mailboxes makes the mailbox that begins at a position
     * @param withoutSlot no browser may be started: what can be answered without one is, and the session left to others
     */
    SessionHost(
            SessionId session,
            WorkerId worker,
            HostSettings settings,
            LongFunction<Mailbox> mailboxes,
            StartOptions options,
            boolean withoutSlot) {
        this.host = new HostContext(session, worker, settings);
        this.narrator = new Narrator(host);
        this.page = new PageKeeper(host, narrator, withoutSlot);
        this.usage = new UsageTeller(host, narrator);
        this.idle = new IdleWatch(host, page);
        this.takeover = new Takeover(host, narrator);
        this.mailboxes = mailboxes;
        this.options = options;
        this.withoutSlot = withoutSlot;
    }

    List<Effect> begin(Now now) {
        host.at(now);
        takeover.begin(withoutSlot);
        return host.drain();
    }

    SessionState state() {
        return narrator.state();
    }

    /** It does not reach WhatsApp, as far as is known. */
    boolean isCutOff() {
        return narrator.isCutOff();
    }

    /** What it has sent and received; null where that is nothing. The same object until it changes. */
    Event.@Nullable Usage usage() {
        return host.pacer.usage(host.now().wall());
    }

    boolean isIdle() {
        return runner != null && runner.isIdle();
    }

    List<Effect> on(Input input, Now now) {
        host.at(now);
        if (!host.ended()) {
            lease(input);
            if (runner == null) takeOver(input);
            else own(input, runner);
        }
        return host.drain();
    }

    private void lease(Input input) {
        switch (input) {
            case Input.Renewed renewed -> {
                host.validUntil = Math.max(host.validUntil, renewed.validUntil());
                host.emit(new Effect.ExtendDeadline(host.validUntil));
            }
            case Input.LeaseLost ignored -> host.end(Effect.Reason.LOST);
            case Input.Drain ignored -> draining = true;
            default -> {
                // not about the lease
            }
        }
    }

    private void takeOver(Input input) {
        takeover.on(input);
        if (!takeover.isDone() || host.ended()) return;
        Inheritance inheritance = takeover.inheritance();
        SessionState before = takeover.state();
        Command.Start start = options.read(inheritance.startOptions());
        narrator.resume(before, takeover.mode(), CommandNumbers.normalised(start, host.regionOf(start)));
        if (before == SessionState.DESTROYED) narrator.forgetUser();
        mailbox = mailboxes.apply(takeover.done() + 1);
        if (withoutSlot) settling = new Settling(host, mailbox, inheritance.seen(), inheritance.closing());
        runner = new CommandRunner(
                host, narrator, page, mailbox, settling, takeover.done(), takeover.mode(), endState(before));
        host.emit(new Effect.Follow(takeover.done() + 1));
        idle.begin();
        if (takeover.mode() == Mode.OPEN) {
            if (!withoutSlot) page.open();
            if (before == SessionState.LOGGED_OUT) page.bar(before);
        } else if (isPurged(before)) page.purge();
        progress(runner);
    }

    /** What a session that is found closed was before it, and will be again if nobody starts it. */
    private static SessionState endState(SessionState before) {
        return isPurged(before) || before == SessionState.FAILED ? before : SessionState.CLOSED;
    }

    private static boolean isPurged(SessionState state) {
        return state == SessionState.LOGGED_OUT || state == SessionState.DESTROYED;
    }

    private void own(Input input, CommandRunner running) {
        page.on(input);
        running.on(input);
        leave(input);
        if (!host.ended()) progress(running);
    }

    private void progress(CommandRunner running) {
        page.progress(running.done());
        if (mayBeLightened(running)) page.lighten();
        if (leaving == Leaving.NOT) running.progress(!draining);
        if (host.ended() || !host.sure()) return;
        usage.progress();
        if (leaving == Leaving.NOT && !draining && running.mode() == Mode.OPEN) idle.progress();
        if (leaving == Leaving.NOT && mayLeave(running)) release(running);
        else if (leaving == Leaving.NOT && mayGiveUp(running)) giveUp(running);
        else if (leaving != Leaving.NOT && host.reached(retryAt)) goOn(running);
        page.progress(running.done());
    }

    /** Between two commands, and not before one that needs the page as it is for the last time. */
    private boolean mayBeLightened(CommandRunner running) {
        if (leaving != Leaving.NOT || draining || !running.isIdle() || !host.sure() || mailbox == null) return false;
        Mailbox.Item next = mailbox.first();
        return next == null || CommandType.of(next.command().command()).needsReadyPage();
    }

    // ---- giving up: close, log out and destroy end here ----

    private boolean mayLeave(CommandRunner running) {
        if (settling != null && running.isIdle() && settling.mustLeave(running.mode())) return true;
        return draining && running.canBeLeft() && !waitsForFiles();
    }

    /** An orderly move loses no file that is on its way from the page to the store, as long as that takes moments. */
    private boolean waitsForFiles() {
        if (!page.isReady() || !narrator.isKeepingFiles()) return false;
        if (filesBy == Long.MAX_VALUE) filesBy = host.in(FILES);
        return !host.reached(filesBy);
    }

    private boolean mayGiveUp(CommandRunner running) {
        return running.mode() == Mode.CLOSING
                && host.reached(retryAt)
                && running.isIdle()
                && mailbox != null
                && mailbox.first() == null
                && mailbox.handled() >= takeover.inheritance().seen();
    }

    private void giveUp(CommandRunner running) {
        leaving = Leaving.PURGING;
        if (isPurged(running.endState())) page.purge();
        else page.close();
        goOn(running);
    }

    /** The next step of leaving, or the last one again. */
    private void goOn(CommandRunner running) {
        retryAt = Long.MAX_VALUE;
        switch (leaving) {
            case PURGING -> {
                if (!page.isSettled()) {
                    retryAt = 0; // looked at again after every input
                    return;
                }
                narrator.state(running.endState(), running.endReason(), null);
                leaving = Leaving.TELLING;
                host.emit(new Effect.TellStopped(narrator.stopped()));
            }
            case TELLING -> host.emit(new Effect.TellStopped(narrator.stopped()));
            case GIVING_UP -> host.emit(new Effect.GiveUp(givenUpAt, running.endState())); // [hold-give-up]
            case RELEASING -> {
                if (!page.isSettled()) {
                    retryAt = 0;
                    return;
                }
                // What says more than "waiting" stays: the next owner decides by it.
                if (settling == null && running.mode() == Mode.OPEN && !page.isBarred())
                    narrator.state(SessionState.QUEUED, "HANDED_OVER", "its worker was drained; the next one takes it");
                leaving = Leaving.FLUSHING;
                host.emit(new Effect.Flush());
            }
            case FLUSHING -> {
                // the outbox answers by itself
            }
            case HANDING_OVER -> host.emit(new Effect.Release(left()));
            case NOT -> throw new IllegalStateException("not leaving");
        }
    }

    private void leave(Input input) {
        switch (input) {
            case Input.StoppedTold told
            when leaving == Leaving.TELLING -> {
                if (told.position() instanceof Input.Answer.Got && mailbox != null && runner != null) {
                    leaving = Leaving.GIVING_UP;
                    givenUpAt = mailbox.handled(); // [position]
                    host.emit(new Effect.GiveUp(givenUpAt, runner.endState()));
                } else retryLater();
            }
            case Input.GaveUp answer
            when leaving == Leaving.GIVING_UP -> {
                switch (answer.result()) {
                    case Input.Answer.Got<LeaseStore.GiveUp>(var result) -> {
                        switch (result) {
                            case OK -> host.end(Effect.Reason.GIVEN_UP);
                            case MORE -> {
                                leaving = Leaving.NOT;
                                retryLater(); // the reader brings what admission has let in
                            }
                            case LOST -> host.end(Effect.Reason.LOST);
                        }
                    }
                    case Input.Answer.Nothing<LeaseStore.GiveUp> ignored -> retryLater();
                    case Input.Answer.Gone<LeaseStore.GiveUp> ignored -> host.end(Effect.Reason.LOST);
                }
            }
            case Input.Flushed ignored
            when leaving == Leaving.FLUSHING -> {
                leaving = Leaving.HANDING_OVER;
                host.emit(new Effect.Release(left()));
            }
            case Input.Released answer
            when leaving == Leaving.HANDING_OVER -> {
                switch (answer.done()) {
                    case Input.Answer.Got<Boolean> ignored -> host.end(Effect.Reason.RELEASED);
                    case Input.Answer.Nothing<Boolean> ignored -> retryLater();
                    case Input.Answer.Gone<Boolean> ignored -> host.end(Effect.Reason.LOST);
                }
            }
            default -> {
                // not about leaving
            }
        }
    }

    private void retryLater() {
        retryAt = host.now().monotonic() + RETRY_MILLIS;
    }

    // ---- releasing: a drain, or no slot, so that another worker goes on ----

    private LeaseStore.@Nullable Waiting left() {
        return settling == null ? null : settling.left();
    }

    private void release(CommandRunner running) {
        leaving = Leaving.RELEASING;
        page.close(); // [close-release]
        if (isPurged(running.endState()) && running.mode() == Mode.CLOSING) page.purge();
        goOn(running);
    }
}
