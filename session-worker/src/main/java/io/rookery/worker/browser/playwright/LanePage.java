package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import io.rookery.events.Command;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageDeadline;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageFile;
import io.rookery.worker.browser.PageListener;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.PageUnavailable;
import io.rookery.worker.browser.PageUnavailable.Reason;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page on a lane. Callers' threads only put steps into its queue; the lane's thread does them, one short step at a time, and none while the browser is frozen.
 *
 * <p>It ends once: closed, killed or crashed. From then on it tells nothing, and every call is lost.
 */
final class LanePage implements WhatsAppPage {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration FILE_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOG_OUT_LIMIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(4); // it takes a second, where it is not hurried
    private static final String INTO_PAGE = "([name, call]) => !!window[name] && (window[name](call), true)";
    /** Without waiting: a lane must not wait for a server. */
    private static final String GO = "url => { setTimeout(() => location.replace(url), 0); }";

    private static final Logger log = LoggerFactory.getLogger(LanePage.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PageRequest request;
    private final Workshop shop;
    private final Lane lane;
    private final Freezer freezer;
    private final PageFreezes freezes;
    private final Dialogue dialogue;
    private final PageDocument document;
    private final PageCalls calls = new PageCalls();
    private final GarbageWatch garbageWatch = new GarbageWatch();
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final PageDeadline deadline;
    private final AtomicBoolean deadlineMoved = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean departed = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<WhatsAppPage> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private volatile long weight; // bytes
    private volatile @Nullable ProcessTree processes;
    private volatile @Nullable BrowserContext context;
    private final Consumer<Request> loadFailed = this::noteFailure;
    private volatile String end = "the browser is gone";
    private volatile Reason unopened = Reason.BROWSER_UNAVAILABLE;

    // Of the lane's thread.
    private @Nullable Page page;
    private @Nullable PageGarbage garbage;
    private @Nullable PageFiles files;

    LanePage(PageRequest request, PageListener listener, Workshop shop, Lane lane) {
        this.request = request;
        this.shop = shop;
        this.lane = lane;
        this.deadline = request.deadline();
        this.document =
                PageDocument.of(shop.settings().webVersion(), request.session(), this::submit, shop.background());
        PageListener heard = event -> {
            if (event instanceof PageEvent.Ready ready) document.runs(ready.webVersion());
            listener.onEvent(event);
        };
        this.dialogue =
                new Dialogue(request.session().value(), heard, calls, deadline, this::loaded, this::deadlinePassed);
        this.freezer = new Freezer(request.profile(), request.linked(), dialogue::isAuthenticated, shop.ticker());
        this.freezes = new PageFreezes(freezer, shop, this::submit, this::running, () -> end);
    }

    CompletionStage<WhatsAppPage> opened() {
        return opened.minimalCompletionStage();
    }

    Optional<ProcessTree> processes() {
        return Optional.ofNullable(processes);
    }

    // ---- on the lane's thread

    void launch(Playwright playwright) {
        if (ended.get()) return;
        long began = shop.ticker().getAsLong();
        try {
            Launcher.Launched launched = shop.launcher().launch(playwright, request);
            BrowserContext fresh = launched.context();
            if (ended.get()) { // killed meanwhile
                launched.processes().kill();
                return;
            }
            processes = launched.processes();
            shop.guard().watch(launched.processes());
            shop.metrics().open.incrementAndGet();
            fresh.onClose(ignored -> crashed(end));
            context = fresh;
            fresh.exposeBinding(InitScript.BINDING, (source, arguments) -> dialogue.said((List<?>) arguments[0]));
            Page first = fresh.pages().getFirst();
            CDPSession cdp = fresh.newCDPSession(first); // lives as long as the page
            garbage = new PageGarbage(cdp, shop.metrics());
            files = new PageFiles(cdp);
            shop.initScript().addTo(cdp, request);
            first.onCrash(ignored -> crashed("the page has crashed"));
            first.onClose(ignored -> crashed(end));
            first.onRequestFailed(loadFailed);
            document.prepare(cdp, first, address());
            page = first;
            first.evaluate(GO, address());
            shop.metrics().launch.record(shop.ticker().getAsLong() - began, TimeUnit.NANOSECONDS);
            var ignored = shop.timer()
                    .schedule(
                            () -> submit(this::giveUpLoading),
                            shop.settings().loadLimit().toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (PlaywrightException | UncheckedIOException e) {
            log.atWarn().addKeyValue("sessionId", request.session()).setCause(e).log("A browser could not be started");
            unavailable("the browser could not be started");
        }
    }

    private String address() {
        return shop.settings()
                .pageUrl()
                .replace("{session}", request.session().value())
                .replace("{epoch}", request.epoch().toString())
                .replace("{worker}", request.worker().value());
    }

    private void noteFailure(Request failed) {
        if (failed.isNavigationRequest() && failed.frame().parentFrame() == null)
            notLoaded("at all: " + failed.failure());
    }

    /** In a step, because it tells WhatsApp that does not come from a browser that hangs: of that one the step does not come back. */
    private void giveUpLoading() {
        if (opened.isDone() || page == null) return;
        try {
            page.evaluate("1");
        } catch (PlaywrightException e) {
            log.atDebug()
                    .addKeyValue("sessionId", request.session())
                    .setCause(e)
                    .log("A page that does not load has nothing to say");
        }
        notLoaded("within " + shop.settings().loadLimit().toSeconds() + " s");
    }

    private void notLoaded(String how) {
        unavailable(Reason.PAGE_NOT_LOADED, "the page did not load " + how);
    }

    /** The next thing to do, or null. None while frozen. */
    @Nullable Runnable nextStep() {
        return freezes.isFrozen() ? null : steps.poll();
    }

    /** Lets callbacks of the whole lane come in until the condition holds; false where this page can't be used for it. */
    boolean pump(BooleanSupplier until) {
        BrowserContext open = context;
        if (open == null || ended.get()) return false;
        try {
            open.waitForCondition(until, new BrowserContext.WaitForConditionOptions().setTimeout(0));
            return true;
        } catch (PlaywrightException e) {
            // Closed meanwhile: a browser that goes takes no other one with it. That the driver lives, the lane sees by
            // itself.
            if (ended.get() || closing.get()) return true;
            throw e;
        }
    }

    private void loaded() {
        if (page != null) page.offRequestFailed(loadFailed);
        opened.complete(this);
    }

    /** The page has left WhatsApp by itself. The browser is closed in order, so that the profile is whole. */
    private void deadlinePassed() {
        if (ended.get() || closing.get()) return;
        if (!opened.isDone()) unavailable("the deadline has passed");
        else {
            dialogue.crashed("the deadline has passed");
            var ignored = close();
        }
    }

    // ---- on any thread

    /**
     * @param bytes that its browser uses
     * @return whether it is to be asked to collect its garbage for that
     */
    boolean weighed(long bytes) {
        weight = bytes;
        return opened.isDone() && garbageWatch.isDue(bytes, shop.ticker().getAsLong());
    }

    void askForCollection() {
        submit(() -> {
            if (garbage != null && !closing.get() && !ended.get()) garbage.collect();
        });
    }

    @Override
    public CompletionStage<CallResult<SentMessage>> send(OutgoingMessage message) {
        PageFile file = message.file();
        if (file == null) return call("send", CallArguments.of(message), CALL_LIMIT, Answer::sentMessage);
        return call(
                "send",
                CallArguments.of(message),
                FILE_LIMIT,
                Answer::sentMessage,
                () -> files != null && files.hand(CallArguments.token(message), file.path()));
    }

    @Override
    public CompletionStage<CallResult<List<Map<String, Object>>>> act(Command.InPage command) {
        return call("act", CallArguments.of(command), CALL_LIMIT, Answer::items);
    }

    @Override
    public CompletionStage<CallResult<Optional<SentMessage>>> find(String messageId, String to) {
        return call("find", Map.of("messageId", messageId, "to", to), CALL_LIMIT, Answer::found);
    }

    @Override
    public CompletionStage<CallResult<Downloaded>> download(MessageKey message, Path target) {
        Download download = new Download(target);
        PageCalls.Call<Downloaded> call = calls.begin(FILE_LIMIT, ignored -> download.complete());
        dialogue.receive(call.number(), download);
        call.result().whenComplete((result, failure) -> dialogue.received(call.number()));
        return submit(
                call,
                "download",
                Map.of("chatId", message.chatId(), "messageId", message.messageId(), "fromMe", message.fromMe()),
                FILE_LIMIT,
                () -> true);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public CompletionStage<CallResult<Void>> logOut() {
        return call("logOut", Map.of(), LOG_OUT_LIMIT, ignored -> (Void) null);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public CompletionStage<CallResult<Void>> catchUp(Instant since) {
        return call(
                "catchUp", Map.of("since", Long.toString(since.toEpochMilli())), CALL_LIMIT, ignored -> (Void) null);
    }

    @Override
    public CompletionStage<CallResult<Pulse>> probe() {
        return call("probe", Map.of(), CALL_LIMIT, value -> Answer.pulse(value, weight));
    }

    private <T> CompletionStage<CallResult<T>> call(
            String kind, Map<String, ?> arguments, Duration limit, Function<JsonNode, T> read) {
        return call(kind, arguments, limit, read, () -> true);
    }

    /** @param first what must be done in the page before; false where the page takes nothing */
    private <T> CompletionStage<CallResult<T>> call(
            String kind, Map<String, ?> arguments, Duration limit, Function<JsonNode, T> read, BooleanSupplier first) {
        return submit(calls.begin(limit, read), kind, arguments, limit, first);
    }

    private <T> CompletionStage<CallResult<T>> submit(
            PageCalls.Call<T> call, String kind, Map<String, ?> arguments, Duration limit, BooleanSupplier first) {
        Map<String, Object> json = new HashMap<>(arguments);
        json.put("kind", kind);
        json.put("id", call.number());
        json.put("until", shop.clock().millis() + limit.toMillis());
        submit(() -> {
            if (call.isOver()) return;
            if (closing.get() || ended.get()) call.lost(end);
            else if (shop.clock().millis() >= deadline.toEpochMilli()) call.lost("the deadline has passed");
            else if (!first.getAsBoolean() || !intoPage(json)) call.lost("the page takes no calls now");
        });
        return call.result().minimalCompletionStage();
    }

    private boolean intoPage(Map<String, Object> json) {
        Page open = page;
        if (open == null) return false;
        try {
            return Boolean.TRUE.equals(
                    open.evaluate(INTO_PAGE, List.of(InitScript.CALL, JSON.writeValueAsString(json))));
        } catch (PlaywrightException e) {
            log.atDebug()
                    .addKeyValue("sessionId", request.session())
                    .setCause(e)
                    .log("A page took no call");
            return false;
        }
    }

    @Override
    public void extendDeadline(Instant until) {
        deadline.extend(until);
        if (!deadlineMoved.compareAndSet(false, true)) return; // one step brings the newest
        submit(() -> {
            deadlineMoved.set(false);
            // A document that is just loading asks for it in its hello.
            if (!ended.get()) intoPage(Map.of("kind", "deadline", "until", deadline.toEpochMilli()));
        });
    }

    @Override
    public CompletionStage<Duration> whileFrozen(FrozenWork copy) {
        CompletionStage<Duration> stood = freezes.begin(copy);
        if (gone.isDone()) freezes.end();
        return stood;
    }

    private @Nullable ProcessTree running() {
        return closing.get() || ended.get() ? null : processes;
    }

    @Override
    public CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            end = "the page was closed";
            if (freezer.isWritten()) beginClosing();
            else shop.background().execute(this::closeOnceWritten);
        }
        return gone.minimalCompletionStage();
    }

    /** A browser that is closed does not always write what it has of localStorage, and that are the credentials of a device that was linked just now. */
    private void closeOnceWritten() {
        try {
            freezer.awaitMark(WRITE_LIMIT);
        } catch (IOException e) {
            log.atDebug()
                    .addKeyValue("sessionId", request.session())
                    .setCause(e)
                    .log("A page is closed although its credentials were not seen on disk");
        } finally {
            beginClosing();
        }
    }

    private void beginClosing() {
        steps.add(this::closeBrowser);
        lane.wake();
        var ignored = shop.timer().schedule(this::killWhatIsLeft, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeBrowser() {
        BrowserContext open = context;
        try {
            if (open != null) open.close();
        } catch (PlaywrightException e) {
            log.atDebug()
                    .addKeyValue("sessionId", request.session())
                    .setCause(e)
                    .log("A browser did not close in order");
        }
        shop.background().execute(this::depart);
    }

    private void killWhatIsLeft() {
        if (!gone.isDone()) processes().ifPresent(ProcessTree::kill);
    }

    @Override
    public void kill() {
        end = "the browser was killed";
        boolean first = closing.compareAndSet(false, true);
        processes().ifPresent(ProcessTree::kill);
        if (first) shop.background().execute(this::depart);
    }

    /** Of a browser that hangs; the lane notices by its end. */
    void kill(String reason) {
        end = reason;
        processes().ifPresentOrElse(ProcessTree::kill, () -> unavailable(reason));
    }

    private void submit(Runnable step) {
        steps.add(step);
        lane.wake();
        if (gone.isDone()) calls.loseAll(end);
    }

    // ---- the end

    /** The browser ended without being asked to, or is of no use. */
    void crashed(String reason) {
        if (closing.get() || ended.get()) {
            if (lane.isDead()) shop.background().execute(this::depart);
            return;
        }
        if (!opened.isDone()) {
            unavailable(reason);
            return;
        }
        if (!closing.compareAndSet(false, true)) return;
        end = reason;
        shop.metrics().crashes.increment();
        log.atWarn()
                .addKeyValue("sessionId", request.session())
                .addKeyValue("reason", reason)
                .log("A browser has crashed");
        processes().ifPresent(ProcessTree::kill);
        dialogue.crashed(reason);
        shop.background().execute(this::depart);
    }

    /** It never came to life. */
    private void unavailable(String how) {
        unavailable(Reason.BROWSER_UNAVAILABLE, how);
    }

    private void unavailable(Reason reason, String how) {
        if (opened.isDone() || !closing.compareAndSet(false, true)) return;
        unopened = reason;
        end = how;
        processes().ifPresent(ProcessTree::kill);
        shop.background().execute(this::depart);
    }

    /** Waits until no process is left, then the page is forgotten. */
    private void depart() {
        ended.set(true);
        dialogue.end();
        long began = shop.ticker().getAsLong();
        ProcessTree tree = processes;
        while (tree != null && !tree.members().isEmpty()) {
            if (shop.ticker().getAsLong() - began > CLOSE_LIMIT.toNanos()) tree.kill();
            LockSupport.parkNanos(5_000_000);
        }
        if (!departed.compareAndSet(false, true)) return;
        if (tree != null) {
            shop.metrics().open.decrementAndGet();
            shop.guard().forget(tree);
        }
        lane.leave(this);
        calls.loseAll(end);
        opened.completeExceptionally(new PageUnavailable(unopened, end));
        gone.complete(null);
        freezes.end();
    }
}
