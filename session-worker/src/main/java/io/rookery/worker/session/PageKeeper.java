package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.Health;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the session's browser where it shall be, and keeps it there.
 *
 * <pre>
 *   NONE ⇄ RESTORING        NONE → OPENING → OPEN → CLOSING → NONE        NONE → STORING → NONE        NONE → PURGING → NONE
 *                                     └── not opened, crashed: again after a pause ──┘
 * </pre>
 *
 * Wanted open: profile restored once, then the page opened, again after a crash. Wanted closed: page closed, then the profile stored, if there is something to store.
 */
final class PageKeeper {
    private enum Phase {
        NONE,
        RESTORING,
        OPENING,
        OPEN,
        CLOSING,
        STORING,
        PURGING
    }

    private static final long STORE_RETRY_MILLIS = 2000;
    private static final int CRITICAL_FAILURES = 5;
    private static final String RESTART = "RESTART";
    private static final String NOT_CONNECTED = "NOT_CONNECTED";
    private static final String RECYCLED_OFTEN = "RECYCLED_OFTEN";
    private static final String ACCOUNT_LOCKED = "ACCOUNT_LOCKED";
    private static final String BANNED = "TEMPORARILY_BANNED";
    private static final Duration BAN_WITHOUT_AN_END = Duration.ofMinutes(10);
    private static final List<String> CURED_BY_READY =
            List.of(NOT_CONNECTED, Watchdog.PAGE_SILENT, Watchdog.SOCKET_SILENT);
    private static final long[] REOPEN_MILLIS = {0, 1000, 2000, 4000, 8000, 16_000, 30_000};

    private final HostContext host;
    private final Narrator narrator;
    private final boolean browserless; // there is no slot for one
    private final PairingWindow pairing;
    private final Watchdog watchdog;
    private final RecycleBudget budget;
    private Phase phase = Phase.NONE;
    private int page;
    private boolean wanted;
    private boolean restored; // the profile directory is there
    private boolean linked; // the profile has credentials
    private boolean home = true; // what a dead process of this worker has left may be taken
    private boolean atHome; // it was
    private boolean catchUp; // messages may be untold
    private boolean catchingUp;
    private boolean unstored; // it may differ from what is stored
    private boolean broken; // it must not be stored, and not be opened again
    private boolean ready;
    private boolean asking; // a code waits for a person
    private boolean purge;
    private boolean checkpointing;
    private int checkpoints;
    private boolean expectsLogOut; // we have asked for it ourselves
    private boolean loggedOut;
    private SessionState barred = SessionState.INITIALIZING; // LOGGED_OUT, FAILED: not opened until it is started again
    private int failures;
    private long nextTry;
    private long checkpointAt = Long.MAX_VALUE;
    private String lastProblem = "";
    private @Nullable Reopening reopening; // the page is closed to be opened anew
    private boolean codeRefused; // WhatsApp gives no pairing code: QR codes are shown instead

    private @Nullable String degraded; // why the watchdog takes the page for dead
    private long reconnectBy = Long.MAX_VALUE; // a linked page without a connection
    private boolean turnedAway; // by WhatsApp, which says why

    /**
     * How a page is opened anew.
     *
     * @param code told with the new page's state; null where the state before has said it
     * @param store the profile is stored before
     */
    private record Reopening(
            @Nullable String code, @Nullable String text, boolean store) {}

    /** @param browserless the profile may be looked at and deleted, but no browser started */
    PageKeeper(HostContext host, Narrator narrator, boolean browserless) {
        this.host = host;
        this.narrator = narrator;
        this.browserless = browserless;
        this.pairing = new PairingWindow(host);
        this.watchdog = new Watchdog(host);
        this.budget = new RecycleBudget(host);
    }

    // ---- what others want ----

    void open() {
        wanted = true;
        pairing.attended();
        if (phase != Phase.OPEN) reopening = null;
        barred = SessionState.INITIALIZING;
        if (broken) restored = false;
    }

    void close() {
        wanted = false;
        reopening = null;
    }

    /** Close the browser and open it again, whatever it does now. What is on its way to be opened is only hurried. */
    void restart() {
        if (isBarred()) return;
        nextTry = 0;
        if (phase == Phase.OPEN)
            reopen(SessionState.INITIALIZING, RESTART, "a restart was asked for", ready && watchdog.isSure());
    }

    /** The credentials are worthless: close without storing. */
    void abandon() {
        wanted = false;
        reopening = null;
        broken = true;
        unstored = false;
    }

    /** The log-out that the page will report is our own doing. */
    void expectLogOut() {
        expectsLogOut = true;
    }

    /** It did not come: one that comes later is WhatsApp's. */
    void expectNoLogOut() {
        expectsLogOut = false;
    }

    /** Delete the credentials, here and in the store. */
    void purge() {
        abandon();
        purge = true;
    }

    /** The session was logged out or failed before: it stays so until it is started again. */
    void bar(SessionState state) {
        barred = state;
    }

    // ---- what others ask ----

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** It is open only to be closed and opened anew. */
    boolean isReopening() {
        return reopening != null;
    }

    boolean isReady() {
        return phase == Phase.OPEN && ready && degraded == null && reopening == null;
    }

    /** A code waits for a person: no message can be sent before somebody has scanned it. */
    boolean isUnlinked() {
        return phase == Phase.OPEN && asking;
    }

    /** The profile has credentials. */
    boolean isLinked() {
        return linked;
    }

    /** The profile directory was restored and holds no credentials. */
    boolean hasNoCredentials() {
        return restored && !linked;
    }

    /** It has credentials, and no browser that could use them. */
    boolean isOutOfReach() {
        return browserless && restored && linked;
    }

    /** WhatsApp has unlinked the device. */
    boolean isLoggedOut() {
        return loggedOut;
    }

    boolean isBarred() {
        return barred != SessionState.INITIALIZING;
    }

    SessionState barredAs() {
        return barred;
    }

    /** What was told last of the session. */
    SessionState state() {
        return narrator.state();
    }

    /** How often opening has failed in a row. */
    int failures() {
        return failures;
    }

    String lastProblem() {
        return lastProblem;
    }

    /** Nothing runs, and what had to be stored or deleted is. */
    boolean isSettled() {
        return phase == Phase.NONE && !wanted && !purge && !checkpointing && !(unstored && linked && !broken);
    }

    /** The position that a stored profile belongs to. */
    void progress(long done) {
        if (phase == Phase.OPEN) {
            if (wanted && !isBarred() && reopening == null) keep();
            if (!wanted || isBarred() || reopening != null) closePage();
            else {
                checkpoint(done);
                catchUp();
            }
        } else if (phase == Phase.NONE && !checkpointing && host.sure() && host.reached(nextTry)) {
            if (purge) begin(Phase.PURGING, new Effect.Purge());
            else if (!wanted || isBarred()) {
                if (unstored && linked && !broken) begin(Phase.STORING, new Effect.StoreClosed(done));
            } else if (!restored) {
                if (!browserless) narrator.state(SessionState.INITIALIZING);
                begin(Phase.RESTORING, new Effect.Restore(home));
            } else if (reopening != null && reopening.store() && unstored && linked && !broken) {
                reopening = new Reopening(
                        reopening.code(), reopening.text(), false); // one try: the new page goes on storing
                begin(Phase.STORING, new Effect.StoreClosed(done));
            } else if (!browserless) openPage();
        }
        narrator.tellHealth();
    }

    /** Looks after an open page: whether somebody comes for its code, whether it gets its connection back, whether it lives. */
    private void keep() {
        watchdog.progress();
        if (asking && pairing.isOver())
            reopen(
                    SessionState.INITIALIZING,
                    PairingWindow.OVER,
                    "nobody has linked a phone; new codes are shown",
                    false);
        else if ((linked || turnedAway) && !ready && host.reached(reconnectBy)) {
            failed("CONNECTION_LOST");
            reopen(
                    SessionState.DISCONNECTED,
                    "CONNECTION_LOST",
                    "the page did not get its connection back and is opened anew",
                    false);
        } else if (ready) doubt();
    }

    private void doubt() {
        String doubt = watchdog.doubt();
        if (doubt == null) {
            if (degraded != null) {
                narrator.note(degraded, Health.HEALTHY);
                degraded = null;
                narrator.state(SessionState.READY);
            }
            if (!budget.isSpent()) narrator.note(RECYCLED_OFTEN, Health.HEALTHY);
            return;
        }
        if (degraded != null) narrator.note(degraded, Health.HEALTHY);
        degraded = doubt;
        narrator.note(doubt, Health.WARNING);
        if (budget.isSpent()) narrator.note(RECYCLED_OFTEN, Health.CRITICAL);
        boolean recycles = host.sure() && budget.take();
        String text = recycles
                ? "the page gives no sign of life and is opened anew"
                : "the page gives no sign of life; it was opened anew too often of late and waits for some minutes";
        if (recycles) reopen(SessionState.DEGRADED, doubt, text, false);
        else narrator.state(SessionState.DEGRADED, doubt, text);
    }

    /** The page is closed in order, and opened again after the pause that is due. */
    private void reopen(SessionState state, String code, String text, boolean store) {
        boolean starts = state == SessionState.INITIALIZING;
        reopening = new Reopening(starts ? code : null, starts ? text : null, store);
        ready = false;
        asking = false;
        host.emit(new Effect.Recycled(code));
        narrator.state(state, code, text);
    }

    /** Once more, in a row. */
    private void failed(String code) {
        lastProblem = code;
        nextTry = host.now().monotonic() + REOPEN_MILLIS[Math.min(failures, REOPEN_MILLIS.length - 1)];
        failures++;
        narrator.note(NOT_CONNECTED, failures < CRITICAL_FAILURES ? Health.WARNING : Health.CRITICAL);
    }

    private void openPage() {
        page++;
        ready = false;
        asking = false;
        codeRefused = false;
        turnedAway = false;
        loggedOut = false;
        expectsLogOut = false;
        if (reopening == null) narrator.state(SessionState.INITIALIZING);
        else narrator.state(SessionState.INITIALIZING, reopening.code(), reopening.text());
        reopening = null;
        reconnectBy = Long.MAX_VALUE;
        begin(Phase.OPENING, new Effect.OpenPage(page, linked, narrator.startOptions(), host.validUntil));
    }

    private void closePage() {
        if (checkpointing) return;
        begin(Phase.CLOSING, new Effect.ClosePage());
    }

    private void checkpoint(long done) {
        if (!ready || !linked || broken || checkpointing || !host.reached(checkpointAt) || !host.sure()) return;
        checkpointing = true;
        host.emit(new Effect.Checkpoint(done));
    }

    private void catchUp() {
        if (!ready || !catchUp || catchingUp || !host.reached(nextTry) || !host.sure()) return;
        catchUp = false;
        catchingUp = true;
        host.emit(new Effect.CatchUp(narrator.inbox().since()));
    }

    private void begin(Phase next, Effect effect) {
        phase = next;
        host.emit(effect);
    }

    // ---- what happens ----

    void on(Input input) {
        switch (input) {
            case Input.Restored restore -> restored(restore.result());
            case Input.PageOpened opened -> opened(opened);
            case Input.PageClosed ignored -> {
                if (phase == Phase.CLOSING) gone();
            }
            case Input.Stored stored -> stored(stored.done());
            case Input.Purged purged -> purged(purged.done());
            case Input.CaughtUp caught -> {
                catchingUp = false;
                if (caught.done()) return;
                catchUp = true;
                nextTry = host.now().monotonic() + STORE_RETRY_MILLIS;
            }
            case Input.SendAnswered(var result) when result instanceof CallResult.Lost -> watchdog.suspect();
            case Input.FindAnswered(var result) when result instanceof CallResult.Lost -> watchdog.suspect();
            case Input.Acted(var result) when result instanceof CallResult.Lost -> watchdog.suspect();
            case Input.Probed probed -> watchdog.probed(probed.result());
            case Input.Submitted submitted -> pairing.submitted(submitted.done());
            case Input.Untold untold -> narrator.inbox().forget(untold.message().id());
            case Input.MediaKept kept -> narrator.became(kept.event());
            case Input.RoomAgain ignored -> catchUp = true;
            case Input.Page event -> {
                if (event.page() == page) on(event.event());
            }
            default -> {
                // not about the page
            }
        }
    }

    private void restored(Input.RestoreResult result) {
        phase = Phase.NONE;
        switch (result) {
            case Input.RestoreResult.Ready done -> {
                restored = true;
                broken = false;
                linked = done.linked();
                failures = 0;
                home = false; // from now on what lies here may be ours
                atHome = done.home() != null;
                if (done.damage() != null)
                    narrator.state(
                            SessionState.INITIALIZING,
                            "PROFILE_PREDECESSOR",
                            "the newest checkpoint is damaged, so the one before it is used: " + done.damage());
                if (done.home() != null)
                    narrator.inbox().resume(done.home().since(), done.home().told());
            }
            case Input.RestoreResult.Unavailable why -> {
                nextTry = host.now().monotonic() + STORE_RETRY_MILLIS;
                narrator.state(SessionState.QUEUED, why.code(), why.reason());
            }
            case Input.RestoreResult.Unusable why -> fail(why.code(), why.reason());
        }
    }

    private void opened(Input.PageOpened opened) {
        if (phase != Phase.OPENING || opened.page() != page) return;
        if (opened.open()) {
            phase = Phase.OPEN;
            if (linked && !ready && !turnedAway)
                reconnectBy = host.in(host.settings.lifecycle().reconnectWait().multipliedBy(2));
        } else lost("BROWSER_UNAVAILABLE", "the browser could not be started");
    }

    private void gone() {
        phase = Phase.NONE;
        ready = false;
        asking = false;
        degraded = null;
        reconnectBy = Long.MAX_VALUE;
        watchdog.rest();
        if (linked && !broken) unstored = true;
    }

    private void lost(String code, String text) {
        host.emit(new Effect.KillPage());
        gone();
        failed(code);
        if (wanted && !isBarred()) narrator.state(SessionState.DISCONNECTED, code, text);
    }

    private void fail(String code, String text) {
        barred = SessionState.FAILED;
        lastProblem = code;
        narrator.state(SessionState.FAILED, code, text);
    }

    private void stored(boolean done) {
        if (phase == Phase.STORING) {
            phase = Phase.NONE;
            if (done) unstored = false;
            else nextTry = host.now().monotonic() + STORE_RETRY_MILLIS;
        } else {
            checkpointing = false;
            checkpointAt = done
                    ? host.inAbout(host.settings.checkpoint(), ++checkpoints)
                    : host.now().monotonic() + STORE_RETRY_MILLIS;
        }
    }

    private void purged(boolean done) {
        phase = Phase.NONE;
        if (!done) nextTry = host.now().monotonic() + STORE_RETRY_MILLIS;
        else {
            purge = false;
            restored = false;
            linked = false;
            unstored = false;
            home = false;
        }
    }

    private void on(PageEvent event) {
        switch (event) {
            case PageEvent.QrCode qr -> {
                if (reopening != null) return;
                shows();
                if (codeRefused)
                    narrator.state(
                            SessionState.QR_READY,
                            "PAIRING_CODE_REFUSED",
                            "WhatsApp gives no pairing code now; QR codes are shown instead");
                else narrator.state(SessionState.QR_READY);
                narrator.qr(Command.Method.QR, qr.code(), qr.expiresAt());
            }
            case PageEvent.PairingCode code -> {
                if (reopening != null) return;
                shows();
                narrator.state(SessionState.PAIRING_CODE_READY);
                narrator.qr(Command.Method.CODE, code.code(), code.expiresAt());
            }
            case PageEvent.PairingCodeRefused ignored -> codeRefused = true;
            case PageEvent.Authenticated ignored -> {
                asking = false;
                pairing.attended();
                reconnectBy = Long.MAX_VALUE;
                if (reopening != null) reopening = new Reopening(null, null, false); // somebody has come after all
                linked = true;
                narrator.state(SessionState.AUTHENTICATED);
            }
            case PageEvent.Ready now -> ready(now);
            case PageEvent.MessageReceived message -> narrator.received(message.message(), message.backfill());
            case PageEvent.MessageSent message -> narrator.sent(message.message());
            case PageEvent.MessageAck ack -> narrator.ack(ack.messageId(), ack.chatId(), ack.level());
            case PageEvent.Told told -> narrator.became(told.event());
            case PageEvent.Disconnected why -> disconnected(why);
            case PageEvent.Restricted it -> narrator.restricted(it.restriction());
            case PageEvent.LoggedOut why -> {
                loggedOut = true;
                if (!wanted || expectsLogOut) return; // our own doing
                barred = SessionState.LOGGED_OUT;
                if (why.reason().equals(ACCOUNT_LOCKED))
                    narrator.state(SessionState.LOGGED_OUT, ACCOUNT_LOCKED, "WhatsApp has locked the account");
                else narrator.state(SessionState.LOGGED_OUT, "DEVICE_REMOVED", "WhatsApp has unlinked the device");
                purge = true;
            }
            case PageEvent.Conflict ignored -> {
                if (phase == Phase.OPEN || phase == Phase.OPENING)
                    lost("CONFLICT", "another connection of the same device has replaced this one");
            }
            case PageEvent.ProfileBroken why -> {
                unstored = false;
                if (atHome) notHome();
                else {
                    broken = true;
                    fail("PROFILE_BROKEN", why.reason());
                }
            }
            case PageEvent.Crashed why -> {
                if (phase == Phase.OPEN || phase == Phase.OPENING)
                    lost("BROWSER_CRASHED", "the browser is gone or hangs");
            }
        }
    }

    /** A page that WhatsApp turns away until some time is left alone until then: asking more often does not help an account. */
    private void disconnected(PageEvent.Disconnected why) {
        boolean turned = why.reason() != null;
        if (phase != Phase.OPEN && !(turned && phase == Phase.OPENING) || reopening != null || isBarred()) return;
        ready = false;
        turnedAway = turned;
        degraded = null;
        watchdog.rest();
        Duration wait = host.settings.lifecycle().reconnectWait();
        Duration left = why.until() != null
                ? Duration.between(host.now().wall(), why.until())
                : BANNED.equals(why.reason()) ? BAN_WITHOUT_AN_END : Duration.ZERO;
        reconnectBy = host.in(left.isNegative() ? wait : wait.plus(left));
        narrator.state(SessionState.DISCONNECTED, why.reason(), why.text());
    }

    private void shows() {
        asking = true;
        if (turnedAway) narrator.state(SessionState.INITIALIZING); // it is let in after all
        turnedAway = false;
        pairing.shows();
    }

    /** The crash has left half a login here; the last one that was stored is whole. */
    private void notHome() {
        atHome = false;
        linked = false;
        restored = false;
        host.emit(new Effect.KillPage());
        gone();
    }

    private void ready(PageEvent.Ready now) {
        if (reopening != null) return; // its successor tells it
        if (narrator.inbox().beginOrGoOn(host.now().wall()) && !ready) catchUp = true;
        catchingUp = false;
        asking = false;
        pairing.attended();
        ready = true;
        linked = true;
        failures = 0;
        degraded = null;
        reconnectBy = Long.MAX_VALUE;
        watchdog.watch();
        for (String cause : CURED_BY_READY) narrator.note(cause, Health.HEALTHY);
        if (checkpointAt == Long.MAX_VALUE) checkpointAt = host.in(host.settings.firstCheckpoint());
        narrator.account(now.account(), now.webVersion());
        narrator.state(SessionState.READY);
    }
}
