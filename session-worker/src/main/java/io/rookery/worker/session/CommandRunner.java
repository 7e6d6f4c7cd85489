package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandType;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.command.UsersSessions;
import io.rookery.worker.number.CommandNumbers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one command at a time, in offset order, and answers it.
 *
 * <pre>
 *  IDLE → CHECKING → (RUNNING → TELLING →) COMPLETING → IDLE
 *            └ answered before: no second outcome, the position only moves on
 * </pre>
 */
final class CommandRunner {
    private enum Step {
        IDLE,
        CHECKING,
        RUNNING,
        TELLING,
        COMPLETING
    }

    private static final long RETRY_MILLIS = 300;
    private static final int OPEN_ATTEMPTS = 3;

    private final HostContext host;
    private final Narrator narrator;
    private final PageKeeper page;
    private final Mailbox mailbox;
    private final @Nullable Settling settling; // null: there is a slot for a browser
    private Step step = Step.IDLE;
    private Mode mode;
    private SessionState endState;
    private @Nullable String endReason;
    private long done;
    private boolean firstUnanswered = true;
    private long retryAt = Long.MAX_VALUE;

    // the command at hand
    private Mailbox.@Nullable Item item;
    private @Nullable Work work;
    private @Nullable Unlinking unlinking;
    private @Nullable Closing closing;
    private Command.@Nullable Start unnoted; // the record does not know yet what the session is started with
    private @Nullable EventMessage outcome;
    private long outcomePosition = -1;
    private @Nullable CommandId answered;
    private Mode modeAfter = Mode.OPEN;
    private int failuresBefore; // of a restart

    CommandRunner(
            HostContext host,
            Narrator narrator,
            PageKeeper page,
            Mailbox mailbox,
            @Nullable Settling settling,
            long done,
            Mode mode,
            SessionState endState) {
        this.host = host;
        this.narrator = narrator;
        this.page = page;
        this.mailbox = mailbox;
        this.settling = settling;
        this.done = done;
        this.mode = mode;
        this.endState = endState;
    }

    Mode mode() {
        return mode;
    }

    /** What the session is once it is given up. */
    SessionState endState() {
        return endState;
    }

    /** Why it is that, where its state does not say it all. */
    @Nullable String endReason() {
        return endReason;
    }

    long done() {
        return done;
    }

    boolean isIdle() {
        return step == Step.IDLE;
    }

    /** A drain need not wait for a send that has not left yet, nor for a browser that does not come; but for an answer that opens one. */
    boolean canBeLeft() {
        if (step == Step.IDLE) return true;
        boolean noting = unnoted != null && retryAt == Long.MAX_VALUE;
        if (noting) return false;
        boolean opens = item != null && opens(item.command().command()); // may be repeated
        boolean undecided = closing != null && !closing.isDecided();
        return step == Step.RUNNING && (opens || undecided || work != null && work.mayBeLeft());
    }

    private static boolean ends(Command command) {
        return CommandType.of(command).endState().isPresent();
    }

    private static boolean opens(Command command) {
        return command instanceof Command.Start || command instanceof Command.Restart;
    }

    void progress(boolean takeNext) {
        if (!host.sure()) return;
        switch (step) {
            case IDLE -> {
                if (takeNext) next();
            }
            case RUNNING -> run();
            case CHECKING, TELLING, COMPLETING -> {
                if (host.reached(retryAt)) retry();
            }
        }
    }

    private void next() {
        Mailbox.Item first = mailbox.first();
        if (first == null || settling != null && !settling.mayAnswer(first, mode)) return;
        item = first;
        step = Step.CHECKING;
        check(first);
    }

    private void check(Mailbox.Item first) {
        host.emit(new Effect.CheckAnswered(first.command().id(), first.offset()));
    }

    private void retry() {
        retryAt = Long.MAX_VALUE;
        if (step == Step.RUNNING) note();
        else if (step == Step.CHECKING) check(current());
        else if (step == Step.TELLING) tell();
        else if (step == Step.COMPLETING) complete();
    }

    private Mailbox.Item current() {
        if (item == null) throw new IllegalStateException("no command at hand in " + step);
        return item;
    }

    // ---- what to do ----

    private void begin() {
        step = Step.RUNNING;
        Command command = current().command().command();
        CommandType type = CommandType.of(command);
        if (isForeign()) finish(Verdict.rejected(mode, "SESSION_NOT_FOUND", "there is no such session"));
        else if (mode == Mode.CLOSING && type != CommandType.START && !type.settlesAStoppedSession()) // [closed-same]
        finish(Verdict.rejected(mode, "SESSION_NOT_RUNNING", "the session is not running; start it first"));
        else if (!type.sends() && isExpired()) finish(Verdict.expired(mode));
        else if (settling != null && !Settling.ends(command)) finish(withoutSlot(type));
        else {
            var numbers = CommandNumbers.check(
                    command, command instanceof Command.Start it ? host.regionOf(it) : host.region());
            if (numbers.wrong().isEmpty()) carryOut(numbers.command());
            else finish(Verdict.rejected(mode, Verdict.INVALID_NUMBER, numbers.text()));
        }
        if (step == Step.RUNNING) run();
    }

    /** The gateway lets no such command through but where Redis is away. */
    private boolean isForeign() {
        return !current().command().tenantOrDefault().equals(host.tenant);
    }

    private void carryOut(Command command) {
        switch (command) {
            case Command.Start start -> start(start);
            case Command.Close close -> {
                if (isUsedSince(close.idleSince())) finish(Verdict.rejected(mode, IdleWatch.ACTIVE, IdleWatch.SINCE));
                else closing = new Closing(page, close.unlessLinkedOrDefault());
            }
            case Command.Restart ignored -> {
                failuresBefore = page.failures();
                page.restart();
            }
            case Command.LogOut ignored -> unlinking = new Unlinking(host, page, true);
            case Command.Destroy destroy -> {
                if (isUsedSince(destroy.idleSince())) finish(Verdict.rejected(mode, IdleWatch.ACTIVE, IdleWatch.SINCE));
                else unlinking = new Unlinking(host, page, false);
            }
            case Command.SendMessage send -> work = Sending.of(host, page, narrator, current(), send, firstUnanswered);
            case Command.SendBulk bulk -> work = Sending.of(host, page, narrator, current(), bulk, firstUnanswered);
            case Command.CheckNumbers check -> work = new NumberCheck(host, page, current(), check);
            case Command.InPage inPage -> work = new Acting(host, page, current(), inPage);
        }
    }

    /** Where nothing is known of its use, it may have been used. */
    private boolean isUsedSince(@Nullable Instant idleSince) {
        Instant last = host.pacer.lastUse();
        return idleSince != null && (last == null || last.isAfter(idleSince));
    }

    /** A session that runs keeps what it was started with. */
    private void start(Command.Start start) {
        Command.Start kept = start.kept(narrator.startOptions().userId());
        if (page.isOpen() || kept.equals(narrator.startOptions())) page.open();
        else {
            unnoted = kept;
            note();
        }
    }

    private void note() {
        if (unnoted != null && current().command().command() instanceof Command.Start start)
            host.emit(new Effect.NoteStart(
                    unnoted,
                    start.onConflictOrDefault(),
                    host.tenant,
                    current().command().id()));
    }

    private void noteAgain() {
        if (!isExpired()) retry();
        else {
            unnoted = null;
            finish(Verdict.expired(mode));
        }
    }

    private void noted(Input.Answer<Optional<Map<String, String>>> answer) {
        Command.Start kept = unnoted;
        if (kept == null) return;
        switch (answer) {
            case Input.Answer.Got<Optional<Map<String, String>>>(var refusal) -> {
                unnoted = null;
                if (refusal.isPresent())
                    finish(Verdict.rejected(
                            mode, UsersSessions.USER_HAS_SESSION, UsersSessions.REFUSAL, refusal.get()));
                else {
                    narrator.restarted(kept);
                    page.open();
                }
            }
            case Input.Answer.Nothing<Optional<Map<String, String>>> ignored ->
                retryAt = host.now().monotonic() + RETRY_MILLIS;
            case Input.Answer.Gone<Optional<Map<String, String>>> ignored -> host.end(Effect.Reason.LOST);
        }
    }

    /** Where no browser may be started, and a close, log-out or destroy waits behind. */
    private Verdict withoutSlot(CommandType type) {
        String why = "no worker had room for its browser before the session was closed";
        if (type == CommandType.START)
            return mode == Mode.OPEN ? Verdict.succeeded(mode, Map.of()) : Verdict.failed(mode, "NO_FREE_SLOT", why);
        if (firstUnanswered && type != CommandType.CLOSE) // [settle-unknown]
        return Verdict.unknown(
                    mode,
                    "NO_FREE_SLOT",
                    "it may have been done by an earlier owner; " + why,
                    type.sends()
                            ? Map.of(
                                    "messageId",
                                    MessageIds.of(
                                            host.session, current().command().id(), 0))
                            : Map.of());
        return isExpired() ? Verdict.expired(mode) : Verdict.rejected(mode, "NO_FREE_SLOT", why);
    }

    private boolean isExpired() {
        return host.now().wall().isAfter(current().command().deadline(current().recordTime()));
    }

    private void run() {
        switch (current().command().command()) {
            case Command.Start ignored -> started();
            case Command.Close close -> closed(close);
            case Command.Restart ignored -> restarted();
            case Command.LogOut ignored -> unlinked(SessionState.LOGGED_OUT);
            case Command.Destroy ignored -> unlinked(SessionState.DESTROYED);
            case Command.SendMessage ignored -> work();
            case Command.SendBulk ignored -> work();
            case Command.InPage ignored -> work();
        }
    }

    private void work() {
        if (work == null) return;
        work.progress();
        if (work.verdict() != null) finish(work.verdict());
    }

    private void started() {
        if (unnoted != null) {
            if (host.reached(retryAt)) noteAgain();
        } else if (page.isOpen() && !page.isReopening()) {
            finish(Verdict.succeeded(Mode.OPEN, Map.of()));
        } else if (page.isBarred()) {
            finish(Verdict.failed(mode, page.lastProblem(), "the session can't be started"));
        } else if (isExpired()) {
            if (mode == Mode.CLOSING) page.close();
            finish(Verdict.expired(mode));
        } else if (page.failures() >= OPEN_ATTEMPTS && mode == Mode.CLOSING) {
            page.close();
            end(SessionState.FAILED, Verdict.failed(mode, page.lastProblem(), "the page could not be opened"));
        }
    }

    private void restarted() {
        if (page.isBarred()) NotReady.verdict(page, false).ifPresent(this::finish);
        else if (page.isOpen() && !page.isReopening()) finish(Verdict.succeeded(mode, Map.of()));
        else if (page.failures() - failuresBefore >= OPEN_ATTEMPTS)
            finish(Verdict.failed(mode, page.lastProblem(), "the page could not be opened; it is tried again"));
        else if (isExpired()) finish(Verdict.expired(mode));
    }

    private void closed(Command.Close close) {
        if (closing == null) return;
        if (closing.isOver()) {
            endReason = endReason(close);
            end(SessionState.CLOSED, Verdict.succeeded(Mode.CLOSING, Map.of()));
        } else if (closing.isRefused())
            finish(Verdict.rejected(mode, "SESSION_LINKED", "a phone has linked the session"));
        else if (!closing.isDecided() && isExpired()) finish(Verdict.expired(mode));
    }

    /** Somebody else who closes only what no phone has linked wants something of it: no time is over. */
    private @Nullable String endReason(Command.Close close) {
        if (close.idleSince() != null) return IdleWatch.IDLE;
        boolean ours = current().command().source().equals(PairingWindow.SOURCE);
        return ours && close.unlessLinkedOrDefault() ? PairingWindow.TIMEOUT : null;
    }

    private void unlinked(SessionState after) {
        if (unlinking == null) return;
        unlinking.progress();
        if (!unlinking.isOver()) return;
        if (unlinking.failed()) {
            if (mode == Mode.CLOSING) page.close();
            finish(Verdict.failed(mode, "LOGOUT_FAILED", "WhatsApp Web did not log out; the credentials are kept"));
        } else end(after, Verdict.succeeded(Mode.CLOSING, Map.of()));
    }

    private void end(SessionState after, Verdict verdict) {
        endState = after;
        if (after != SessionState.CLOSED) endReason = null;
        finish(verdict);
    }

    // ---- how it is answered ----

    private void finish(Verdict verdict) {
        Mailbox.Item it = current();
        modeAfter = verdict.mode();
        if (verdict.status() == OutcomeStatus.SUCCEEDED && !ends(it.command().command()))
            host.pacer.wasUsed(host.now().wall());
        var told = new Event.Outcome(
                verdict.status(),
                verdict.code(),
                verdict.text(),
                it.command().command().type(),
                mailbox.partition(),
                Long.toString(it.offset()),
                verdict.mode(),
                verdict.result(),
                verdict.items(),
                isForeign() ? null : host.pacer.usage(host.now().wall()));
        outcome = isForeign()
                ? narrator.foreignOutcome(it.command().id(), it.command().tenantOrDefault(), told)
                : narrator.outcome(it.command().id(), told);
        step = Step.TELLING;
        tell();
    }

    private void tell() {
        if (outcome != null) host.emit(new Effect.TellOutcome(outcome, current()));
    }

    private void complete() {
        SessionState after = answered != null && modeAfter == Mode.CLOSING ? endState : null;
        host.emit(new Effect.Complete(current().offset(), modeAfter, outcomePosition, answered, after));
    }

    void on(Input input) {
        switch (input) {
            case Input.Checked checked when step == Step.CHECKING -> checked(checked.answeredBefore());
            case Input.OutcomeTold told when step == Step.TELLING -> told(told.position());
            case Input.StartNoted answer when step == Step.RUNNING -> noted(answer.refusal());
            case Input.Completed completed when step == Step.COMPLETING -> completed(completed.done());
            case Input.LogOutAnswered answer -> {
                if (unlinking != null) unlinking.answered(answer.result() instanceof CallResult.Done<Void>);
            }
            default -> {
                if (work != null) work.on(input);
            }
        }
    }

    private void checked(Input.Answer<Boolean> answer) {
        switch (answer) {
            case Input.Answer.Got<Boolean>(var before) -> {
                if (before) {
                    modeAfter = mode;
                    outcomePosition = -1;
                    answered = null;
                    step = Step.COMPLETING;
                    complete();
                } else begin();
            }
            case Input.Answer.Nothing<Boolean> ignored -> retryAt = host.now().monotonic() + RETRY_MILLIS;
            case Input.Answer.Gone<Boolean> ignored -> host.end(Effect.Reason.LOST);
        }
    }

    private void told(Input.Answer<Long> answer) {
        if (!(answer instanceof Input.Answer.Got<Long>(var position))) {
            retryAt = host.now().monotonic() + RETRY_MILLIS;
            return;
        }
        firstUnanswered = false;
        mode = modeAfter; // [mode-late] not before it is published
        narrator.mode(mode);
        outcomePosition = position;
        answered = current().command().id();
        step = Step.COMPLETING;
        complete();
    }

    /** The credentials go before the next command can have any use of them. */
    private void purgeWhatIsUnlinked() {
        boolean unlinked = endState == SessionState.LOGGED_OUT || endState == SessionState.DESTROYED;
        if (unlinking != null && !unlinking.failed() && modeAfter == Mode.CLOSING && unlinked) page.purge();
    }

    private void completed(Input.Answer<Boolean> answer) {
        switch (answer) {
            case Input.Answer.Got<Boolean> ignored -> {
                done = current().offset();
                mailbox.removeFirst(done);
                purgeWhatIsUnlinked();
                if (answered != null && modeAfter == Mode.CLOSING && endState == SessionState.DESTROYED)
                    narrator.forgetUser();
                item = null;
                work = null;
                unlinking = null;
                closing = null;
                unnoted = null;
                outcome = null;
                step = Step.IDLE;
            }
            case Input.Answer.Nothing<Boolean> ignored -> retryAt = host.now().monotonic() + RETRY_MILLIS;
            case Input.Answer.Gone<Boolean> ignored -> host.end(Effect.Reason.LOST);
        }
    }
}
