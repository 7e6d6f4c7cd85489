package io.rookery.worker.session;

import io.rookery.events.Health;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
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

    private static final String RESTART = "RESTART";
    private static final String ACCOUNT_LOCKED = "ACCOUNT_LOCKED";
    private static final List<String> CURED_BY_READY =
            List.of(OpeningAttempts.NOT_CONNECTED, Watchdog.PAGE_SILENT, Watchdog.SOCKET_SILENT);

    private final HostContext host;
    private final Narrator narrator;
    private final boolean browserless; // there is no slot for one
    private final ProfileKeeper profile;
    private final OpeningAttempts attempts;
    private final Reconnecting reconnecting;
    private final CodesShown codes;
    private final CatchingUp catchingUp;
    private final Watchdog watchdog;
    private final LifeDoubts doubts;
    private final MemoryWatch memory;
    private Phase phase = Phase.NONE;
    private int page;
    private boolean wanted;
    private boolean ready;
    private boolean expectsLogOut; // we have asked for it ourselves
    private boolean loggedOut;
    private SessionState barred = SessionState.INITIALIZING; // LOGGED_OUT, FAILED: not opened until it is started again
    private @Nullable Reopening reopening; // the page is closed to be opened anew

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
        this.profile = new ProfileKeeper(host);
        this.attempts = new OpeningAttempts(host, narrator);
        this.reconnecting = new Reconnecting(host);
        this.codes = new CodesShown(host, narrator, reconnecting);
        this.catchingUp = new CatchingUp(host, narrator, attempts);
        this.watchdog = new Watchdog(host);
        this.doubts = new LifeDoubts(host, narrator, watchdog);
        this.memory = new MemoryWatch(host, narrator);
    }

    // ---- what others want ----

    void open() {
        wanted = true;
        codes.attended();
        // What is still open then is of no use.
        if (isBarred()) reopening = phase == Phase.OPEN ? new Reopening(null, null, false) : null;
        barred = SessionState.INITIALIZING;
        profile.started();
    }

    void close() {
        wanted = false;
        reopening = null;
    }

    /** Close the browser and open it again, whatever it does now. What is on its way to be opened is only hurried. */
    void restart() {
        if (isBarred()) return;
        attempts.hurry();
        if (phase == Phase.OPEN)
            reopen(SessionState.INITIALIZING, RESTART, "a restart was asked for", ready && watchdog.isSure());
    }

    /** Nothing would be disturbed by it: a page that has become too large is opened anew. */
    void lighten() {
        if (!wanted || isBarred() || !isReady() || !watchdog.isSure()) return;
        if (profile.isCheckpointing() || narrator.isKeepingFiles() || !memory.take()) return;
        reopen(SessionState.INITIALIZING, MemoryWatch.LIMIT, MemoryWatch.REOPENED, false);
    }

    /** The credentials are worthless: close without storing. */
    void abandon() {
        wanted = false;
        reopening = null;
        profile.abandon();
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
        profile.purge();
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
        return phase == Phase.OPEN && ready && !doubts.isDegraded() && reopening == null;
    }

    /** A code waits for a person: no message can be sent before somebody has scanned it. */
    boolean isUnlinked() {
        return phase == Phase.OPEN && codes.isAsking();
    }

    /** The profile has credentials. */
    boolean isLinked() {
        return profile.isLinked();
    }

    /** The profile directory was restored and holds no credentials. */
    boolean hasNoCredentials() {
        return profile.isRestored() && !profile.isLinked();
    }

    /** It has credentials, and no browser that could use them. */
    boolean isOutOfReach() {
        return browserless && profile.isRestored() && profile.isLinked();
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
        return attempts.failures();
    }

    String lastProblem() {
        return attempts.lastProblem();
    }

    /** Nothing runs, and what had to be stored or deleted is. */
    boolean isSettled() {
        return phase == Phase.NONE && !wanted && profile.isSettled();
    }

    /** The position that a stored profile belongs to. */
    void progress(long done) {
        if (phase == Phase.OPEN) {
            if (wanted && !isBarred() && reopening == null) keep();
            if (!wanted || isBarred() || reopening != null) closePage();
            else if (ready) {
                profile.checkpoint(done);
                catchingUp.progress();
            }
        } else if (phase == Phase.NONE && !profile.isCheckpointing() && attempts.isDue()) {
            if (profile.isToBePurged()) begin(Phase.PURGING, new Effect.Purge());
            else if (!wanted || isBarred()) {
                if (profile.isToBeStored()) begin(Phase.STORING, new Effect.StoreClosed(host.tenant, done));
            } else if (!profile.isRestored()) {
                if (!browserless) narrator.state(SessionState.INITIALIZING);
                begin(Phase.RESTORING, profile.restore());
            } else if (reopening != null && reopening.store() && profile.isToBeStored()) {
                reopening = new Reopening(
                        reopening.code(), reopening.text(), false); // one try: the new page goes on storing
                begin(Phase.STORING, new Effect.StoreClosed(host.tenant, done));
            } else if (!browserless) openPage();
        }
        narrator.tellHealth();
    }

    /** Looks after an open page: whether somebody comes for its code, whether it gets its connection back, whether it lives. */
    private void keep() {
        watchdog.progress();
        if (codes.isWindowOver())
            reopen(
                    SessionState.INITIALIZING,
                    PairingWindow.OVER,
                    "nobody has linked a phone; new codes are shown",
                    false);
        else if ((profile.isLinked() || reconnecting.isTurnedAway()) && !ready && reconnecting.isOver()) {
            attempts.failed("CONNECTION_LOST");
            reopen(
                    SessionState.DISCONNECTED,
                    "CONNECTION_LOST",
                    "the page did not get its connection back and is opened anew",
                    false);
        } else if (ready) {
            String doubt = doubts.recycle();
            if (doubt != null) reopen(SessionState.DEGRADED, doubt, LifeDoubts.RECYCLES, false);
        }
    }

    /** The page is closed in order, and opened again after the pause that is due. */
    private void reopen(SessionState state, String code, String text, boolean store) {
        boolean starts = state == SessionState.INITIALIZING;
        reopening = new Reopening(starts ? code : null, starts ? text : null, store);
        ready = false;
        codes.end();
        host.emit(new Effect.Recycled(code));
        narrator.state(state, code, text);
    }

    private void openPage() {
        page++;
        ready = false;
        codes.begin();
        reconnecting.letIn();
        loggedOut = false;
        expectsLogOut = false;
        if (reopening == null) narrator.state(SessionState.INITIALIZING);
        else narrator.state(SessionState.INITIALIZING, reopening.code(), reopening.text());
        reopening = null;
        reconnecting.end();
        begin(Phase.OPENING, new Effect.OpenPage(page, profile.isLinked(), narrator.startOptions(), host.validUntil));
    }

    private void closePage() {
        if (!profile.isCheckpointing()) begin(Phase.CLOSING, new Effect.ClosePage());
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
            case Input.CaughtUp caught -> catchingUp.answered(caught.done());
            case Input.SendAnswered(var result) when result instanceof CallResult.Lost -> watchdog.suspect();
            case Input.FindAnswered(var result) when result instanceof CallResult.Lost -> watchdog.suspect();
            case Input.Acted(var result) when result instanceof CallResult.Lost -> watchdog.suspect();
            case Input.Probed probed -> {
                if (watchdog.isProbing()) memory.probed(probed.result());
                watchdog.probed(probed.result());
            }
            case Input.Submitted submitted -> codes.submitted(submitted.done());
            case Input.Untold untold -> narrator.inbox().forget(untold.message().id());
            case Input.MediaKept kept -> narrator.kept(kept.event());
            case Input.RoomAgain ignored -> catchingUp.want();
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
                profile.restored(done);
                attempts.succeeded();
                if (done.damage() != null)
                    narrator.state(
                            SessionState.INITIALIZING,
                            "PROFILE_PREDECESSOR",
                            "the newest checkpoint is damaged, so the one before it is used: " + done.damage());
                if (done.home() != null)
                    narrator.inbox().resume(done.home().since(), done.home().told());
            }
            case Input.RestoreResult.Unavailable why -> {
                attempts.later();
                narrator.state(SessionState.QUEUED, why.code(), why.reason());
            }
            case Input.RestoreResult.Unusable why -> fail(why.code(), why.reason());
        }
    }

    private void opened(Input.PageOpened opened) {
        if (phase != Phase.OPENING || opened.page() != page) return;
        if (opened.failure() == null) {
            phase = Phase.OPEN;
            if (profile.isLinked() && !ready && !reconnecting.isTurnedAway()) reconnecting.opened();
        } else lost(opened.failure().name(), opened.failure().text());
    }

    private void gone() {
        phase = Phase.NONE;
        ready = false;
        codes.end();
        doubts.forget();
        reconnecting.end();
        watchdog.rest();
        memory.pageIsGone();
        profile.pageIsGone();
    }

    private void lost(String code, String text) {
        host.emit(new Effect.KillPage());
        gone();
        attempts.failed(code);
        if (wanted && !isBarred()) narrator.state(SessionState.DISCONNECTED, code, text);
    }

    private void fail(String code, String text) {
        barred = SessionState.FAILED;
        attempts.given(code);
        narrator.state(SessionState.FAILED, code, text);
    }

    private void stored(boolean done) {
        if (phase != Phase.STORING) {
            profile.checkpointed(done);
            return;
        }
        phase = Phase.NONE;
        if (done) profile.stored();
        else attempts.later();
    }

    private void purged(boolean done) {
        phase = Phase.NONE;
        if (done) profile.purged();
        else attempts.later();
    }

    private void on(PageEvent event) {
        switch (event) {
            // One that is about to go has nothing to show: somebody else may have the session when the phone sees it.
            case PageEvent.QrCode qr -> {
                if (wanted && reopening == null) codes.shows(qr);
            }
            case PageEvent.PairingCode code -> {
                if (wanted && reopening == null) codes.shows(code);
            }
            case PageEvent.PairingCodeRefused ignored -> codes.refused();
            case PageEvent.Authenticated ignored -> {
                codes.linked();
                reconnecting.end();
                if (reopening != null) reopening = new Reopening(null, null, false); // somebody has come after all
                profile.linked();
                narrator.state(SessionState.AUTHENTICATED);
            }
            case PageEvent.Ready now -> ready(now);
            case PageEvent.MessageReceived message -> narrator.received(message.message(), message.backfill());
            case PageEvent.MessageSent message -> narrator.sent(message.message());
            case PageEvent.MessageAck ack -> narrator.ack(ack.messageId(), ack.chatId(), ack.level());
            case PageEvent.Told told -> narrator.became(told.event());
            case PageEvent.Disconnected why -> disconnected(why);
            case PageEvent.Restricted it -> narrator.restricted(it.restriction());
            case PageEvent.LoggedOut why -> loggedOut(why);
            case PageEvent.Conflict ignored -> {
                if (phase == Phase.OPEN || phase == Phase.OPENING)
                    lost("CONFLICT", "another connection of the same device has replaced this one");
            }
            case PageEvent.ProfileBroken why -> {
                if (profile.unusable()) {
                    host.emit(new Effect.KillPage());
                    gone();
                } else fail("PROFILE_BROKEN", why.reason());
            }
            case PageEvent.Crashed why -> {
                if (phase == Phase.OPEN || phase == Phase.OPENING)
                    lost("BROWSER_CRASHED", "the browser is gone or hangs");
            }
        }
    }

    private void loggedOut(PageEvent.LoggedOut why) {
        if (loggedOut) return; // a page may say it twice, the second time to somebody who has started the session again
        loggedOut = true;
        if (!wanted || expectsLogOut) return; // our own doing
        barred = SessionState.LOGGED_OUT;
        if (why.reason().equals(ACCOUNT_LOCKED))
            narrator.state(SessionState.LOGGED_OUT, ACCOUNT_LOCKED, "WhatsApp has locked the account");
        else narrator.state(SessionState.LOGGED_OUT, "DEVICE_REMOVED", "WhatsApp has unlinked the device");
        profile.purge();
    }

    private void disconnected(PageEvent.Disconnected why) {
        boolean turned = why.reason() != null;
        if (phase != Phase.OPEN && !(turned && phase == Phase.OPENING) || reopening != null || isBarred()) return;
        ready = false;
        reconnecting.disconnected(why);
        doubts.forget();
        watchdog.rest();
        narrator.state(SessionState.DISCONNECTED, why.reason(), why.text());
    }

    private void ready(PageEvent.Ready now) {
        if (reopening != null) return; // its successor tells it
        catchingUp.pageIsReady(!ready);
        codes.linked();
        ready = true;
        profile.pageIsReady();
        attempts.succeeded();
        doubts.forget();
        reconnecting.end();
        watchdog.watch();
        for (String cause : CURED_BY_READY) narrator.note(cause, Health.HEALTHY);
        narrator.account(now.account(), now.webVersion());
        narrator.state(SessionState.READY);
    }
}
