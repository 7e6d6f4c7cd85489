package io.rookery.worker.simulation;

import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A browser with its page, a process of its own on the worker's machine: it lives on when its worker stands still or dies, until its deadline or the guard ends it. It
 * carries out one call after another.
 */
public final class SimPage {
    /** Bytes that a page may use. */
    public static final long LARGE = 1 << 20;

    private static final long CALL_LIMIT_MILLIS = 10_000;
    private static final long WATCH_MILLIS = 500;

    private final World world;
    private final SimWorker worker;
    private final int workerLife;
    private final SessionId session;
    private final Epoch epoch;
    private final SimProfile profile;
    private final Consumer<PageEvent> listener;
    private long until; // its deadline, on the wall clock
    private long runsOut; // and on the monotonic one
    private long newestWord;
    private long words;
    private int wordsUnderWay = 1; // what it is opened with
    private boolean alive = true;
    private final Deque<PageEvent> saying = new ArrayDeque<>();
    private boolean told; // that it is ready
    private long busyUntil;

    SimPage(
            SimWorker worker,
            SessionId session,
            Epoch epoch,
            SimProfile profile,
            long deadline,
            Consumer<PageEvent> listener) {
        this.world = worker.world;
        this.worker = worker;
        this.workerLife = worker.life();
        this.session = session;
        this.epoch = epoch;
        this.profile = profile;
        this.until = deadline;
        this.runsOut = Long.MAX_VALUE;
        this.listener = listener;
    }

    SessionId session() {
        return session;
    }

    Epoch epoch() {
        return epoch;
    }

    String worker() {
        return worker.name;
    }

    /** It has been told a deadline, by the wall clock, that has not reached it yet. */
    boolean isToldADeadline() {
        return alive && wordsUnderWay > 0;
    }

    boolean isOf(SimWorker other) {
        return worker == other;
    }

    boolean isOfLife(int life) {
        return workerLife == life;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it could still do something: its process is there, and its deadline has not passed. */
    boolean isActive() {
        return alive && !isPast();
    }

    private boolean isPast() {
        return world.on(Safeguard.PAGE_DEADLINE)
                && (worker.clock.wallMillis() >= until || worker.clock.monotonic() >= runsOut);
    }

    // ---- what happens in the browser: not while its machine stands still

    private void browser(long micros, Runnable action) {
        world.scheduler.at(micros, () -> {
            long frozen = worker.machineFrozenUntil() - world.scheduler.now();
            if (frozen > 0) browser(frozen + world.micros(0, 0.01), action);
            else action.run();
        });
    }

    /** What the worker hears, in order, if it is still the same life. */
    private void tell(PageEvent event) {
        saying.addLast(event);
        world.scheduler.at(
                world.micros(0.001, 0.02), () -> worker.runIn(workerLife, () -> listener.accept(saying.removeFirst())));
    }

    /** @param opened whether there is a page now that takes calls */
    public void open(Consumer<Boolean> opened) {
        world.whatsapp.opened(this);
        boolean starts = world.random.nextInt(20) > 0;
        browser(world.micros(0.1, 1), () -> {
            if (!starts) alive = false;
            setDeadline(until);
            wordsUnderWay--;
            boolean usable = alive && !isPast();
            if (!usable) kill();
            worker.runIn(workerLife, () -> opened.accept(usable));
            if (!usable) return;
            watch();
            browser(world.micros(0.05, 0.5), this::logIn);
        });
    }

    private void logIn() {
        if (!isActive()) return;
        if (profile.credential() == 0) {
            tell(new PageEvent.QrCode("code", Instant.EPOCH));
            browser(world.micros(1, 8), this::scanned);
        } else if (world.whatsapp.isLinked(session, profile.credential())) {
            tell(new PageEvent.Authenticated());
            browser(world.micros(0.05, 0.5), this::connect);
        } else loggedOut();
    }

    private void scanned() {
        if (!isActive()) return;
        profile.linked(world.whatsapp.link(session));
        tell(new PageEvent.Authenticated());
        browser(world.micros(0.05, 0.5), this::connect);
    }

    private void connect() {
        if (!isActive() || !world.whatsapp.isLinked(session, profile.credential())) return;
        world.whatsapp.connect(this);
        told = true;
        tell(new PageEvent.Ready(new Event.Account("+491700000001", null)));
    }

    /** Its own timer: at its deadline it leaves WhatsApp for good. */
    private void watch() {
        if (!alive) return;
        if (isPast()) {
            world.trace(() -> "CUT      %s epoch %s at its deadline".formatted(session, epoch));
            crash();
            return;
        }
        long left = Math.min(WATCH_MILLIS, Math.max(1, until - worker.clock.wallMillis()));
        browser(worker.clock.micros(left), this::watch);
    }

    void loggedOut() {
        world.whatsapp.disconnect(this);
        told = false;
        tell(new PageEvent.LoggedOut("unlinked"));
    }

    void replaced() {
        tell(new PageEvent.Conflict());
    }

    /** It is gone, and its worker sees that. */
    void crash() {
        if (!alive) return;
        kill();
        tell(new PageEvent.Crashed("gone"));
    }

    void kill() {
        if (!alive) return;
        alive = false;
        world.whatsapp.disconnect(this);
        world.trace(() -> "PAGE     of %s epoch %s is gone".formatted(session, epoch));
    }

    // ---- calls of the worker

    /** Closes it in order; the answer comes when it is gone. */
    public void close(Runnable closed) {
        browser(world.micros(0.02, 0.4), () -> {
            kill();
            worker.runIn(workerLife, closed);
        });
    }

    /** Kills it, a moment later. */
    public void killSoon() {
        browser(world.micros(0, 0.05), this::kill);
    }

    /**
     * The newest word counts, also where it names an earlier time: then the wall clock was set back.
     *
     * @param left the time until then, which nobody should rely on
     */
    public void extend(long to, long left) {
        long word = ++words;
        wordsUnderWay++;
        browser(world.micros(0.001, 0.03), () -> {
            wordsUnderWay--;
            if (word < newestWord) return;
            newestWord = word;
            setDeadline(world.on(Safeguard.ABSOLUTE_DEADLINE) ? to : worker.clock.wallMillis() + left);
        });
    }

    private void setDeadline(long to) {
        until = to;
        runsOut = worker.clock.monotonic() + to - worker.clock.wallMillis();
    }

    public void send(String messageId, String text, Consumer<CallResult<SentMessage>> answer) {
        boolean refused = world.random.nextInt(8) == 0;
        boolean acknowledged = world.random.nextBoolean();
        call(CALL_LIMIT_MILLIS, answer, () -> {
            if (!world.whatsapp.isConnected(this))
                return new CallResult.Refused<>("NOT_CONNECTED", "there is no connection");
            if (refused && !world.whatsapp.knows(session, messageId))
                return new CallResult.Refused<>("NOT_ON_WHATSAPP", "nobody has this number");
            world.whatsapp.show(this, messageId, text);
            return new CallResult.Done<>(sent(messageId, acknowledged ? 1 : 0));
        });
    }

    public void find(String messageId, Consumer<CallResult<Optional<SentMessage>>> answer) {
        call(CALL_LIMIT_MILLIS, answer, () -> {
            boolean known = world.whatsapp.knows(session, messageId);
            return new CallResult.Done<>(known ? Optional.of(sent(messageId, 1)) : Optional.empty());
        });
    }

    public void probe(Consumer<CallResult<Pulse>> answer) {
        long memory = LARGE + (world.random.nextInt(8) == 0 ? 1 : 0);
        call(
                CALL_LIMIT_MILLIS,
                answer,
                () -> new CallResult.Done<>(new Pulse(world.whatsapp.isConnected(this), Duration.ZERO, memory)));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    public void logOut(Consumer<CallResult<Void>> answer) {
        call(3 * CALL_LIMIT_MILLIS, answer, () -> {
            if (!world.whatsapp.isConnected(this))
                return new CallResult.Refused<>("NOT_CONNECTED", "there is no connection");
            world.whatsapp.unlink(session);
            return new CallResult.Done<>(null);
        });
    }

    /** The page has it; the acknowledgement comes later where it has not come yet, or never. */
    private SentMessage sent(String messageId, int ack) {
        if (ack == 0 && world.random.nextInt(10) > 0)
            browser(
                    world.micros(0.01, 2),
                    () -> tell(new PageEvent.MessageAck(messageId, "chat", Event.AckLevel.SENT)));
        return new SentMessage(messageId, "chat", ack);
    }

    private <T> void call(long limitMillis, Consumer<CallResult<T>> answer, Supplier<CallResult<T>> effect) {
        var once = new Once<T>(answer);
        busyUntil = Math.max(busyUntil, world.scheduler.now()) + world.micros(0.01, 0.1);
        browser(busyUntil - world.scheduler.now(), () -> {
            if (!alive || isPast()) once.answer(new CallResult.Lost<>("gone, or past its deadline"));
            else browser(world.micros(0, 0.05), () -> carryOut(effect, once));
        });
        world.scheduler.at(
                worker.clock.micros(limitMillis), () -> once.answer(new CallResult.Lost<>("no answer in time")));
    }

    private <T> void carryOut(Supplier<CallResult<T>> effect, Once<T> once) {
        CallResult<T> result = alive ? effect.get() : new CallResult.Lost<>("gone");
        if (world.random.nextInt(30) > 0) once.answer(result); // else the answer gets lost
    }

    /** The first answer counts, and reaches the life that has asked. */
    private final class Once<T> {
        private final Consumer<CallResult<T>> answer;
        private boolean over;

        Once(Consumer<CallResult<T>> answer) {
            this.answer = answer;
        }

        void answer(CallResult<T> result) {
            if (over) return;
            over = true;
            CallResult<T> seen = result instanceof CallResult.Lost && !world.on(Safeguard.LOST_CALL)
                    ? new CallResult.Refused<>("SEND_REFUSED", "no answer")
                    : result;
            worker.runIn(workerLife, () -> answer.accept(seen));
        }
    }
}
