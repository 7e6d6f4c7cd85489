package io.rookery.worker.session;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageUnavailable;
import io.rookery.worker.simulation.Moment;
import io.rookery.worker.simulation.Safeguard;
import io.rookery.worker.simulation.SimPage;
import io.rookery.worker.simulation.SimProfile;
import io.rookery.worker.simulation.SimWorker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The page and the profile of one simulated host, as {@link PageRuntime} leads them. */
final class SimPages {
    private final SimWorker worker;
    private final SessionId session;
    private final Consumer<Input> feed;
    private @Nullable SimPage page;
    private @Nullable SimProfile profile;

    SimPages(SimWorker worker, SessionId session, Consumer<Input> feed) {
        this.worker = worker;
        this.session = session;
        this.feed = feed;
    }

    // ---- the profile ----

    void restore(Epoch epoch, boolean mayBeHome) {
        worker.fork(() -> {
            worker.moment(Moment.STORING);
            Input.RestoreResult result;
            SimProfile home = mayBeHome ? worker.home(session, epoch) : null;
            if (home != null) {
                profile = home;
                feed.accept(new Input.Restored(new Input.RestoreResult.Ready(
                        home.isLinked(), null, new Input.Home(Instant.EPOCH, List.of()))));
                return;
            }
            try {
                int credential = worker.store().restore(session);
                profile = worker.fresh(session, epoch, credential);
                result = new Input.RestoreResult.Ready(credential != 0, null, null);
            } catch (StoreUnavailable e) {
                result = new Input.RestoreResult.Unavailable("the store is away");
            }
            feed.accept(new Input.Restored(result));
        });
    }

    void store(Epoch epoch) {
        SimProfile current = profile;
        int credential = current == null ? 0 : current.credential();
        worker.fork(() -> feed.accept(new Input.Stored(credential == 0 || stored(epoch, credential))));
    }

    void purge(Epoch epoch) {
        profile = null;
        worker.remove(session);
        worker.fork(() -> feed.accept(new Input.Purged(stored(epoch, 0))));
    }

    private boolean stored(Epoch epoch, int credential) {
        worker.moment(Moment.STORING);
        try {
            worker.store().store(session, epoch, credential);
            return true;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    // ---- the page ----

    void open(Effect.OpenPage open, Epoch epoch, long validUntil) {
        SimProfile current = profile;
        if (current == null) {
            feed.accept(new Input.PageOpened(open.page(), PageUnavailable.Reason.BROWSER_UNAVAILABLE));
            return;
        }
        SimPage opening = worker.open(session, epoch, current, wall(validUntil), event -> {
            if (event instanceof PageEvent.Ready) worker.fork(current::linkIsNoted);
            feed.accept(new Input.Page(open.page(), event));
        });
        page = opening;
        opening.open(opened -> feed.accept(
                new Input.PageOpened(open.page(), opened ? null : PageUnavailable.Reason.BROWSER_UNAVAILABLE)));
    }

    /** @param lie tell that it is closed, and leave it open */
    void close(boolean lie) {
        SimPage open = page;
        if (lie || open == null) {
            worker.soon(Moment.CALLING_THE_PAGE, () -> feed.accept(new Input.PageClosed()));
            return;
        }
        page = null;
        worker.soon(Moment.CALLING_THE_PAGE, () -> open.close(() -> feed.accept(new Input.PageClosed())));
    }

    void kill() {
        SimPage open = page;
        page = null;
        if (open != null) open.killSoon();
    }

    void extend(long validUntil) {
        SimPage open = page;
        if (open == null) return;
        long until = wall(validUntil);
        long left = validUntil - worker.now().monotonic();
        worker.tellDeadline(() -> open.extend(until, left));
    }

    private long wall(long validUntil) {
        Now now = worker.now();
        return now.wall().toEpochMilli() + validUntil - now.monotonic();
    }

    void send(Effect.Send send) {
        call(
                open -> open.send(
                        send.message().messageId(), Answers.text(send), it -> feed.accept(new Input.SendAnswered(it))),
                () -> new Input.SendAnswered(new CallResult.Lost<>("no page")));
    }

    void find(Effect.Find find, boolean expired) {
        boolean looks = worker.on(Safeguard.LOOKUP) && (!expired || worker.on(Safeguard.EXPIRED_LOOKUP));
        if (looks)
            call(
                    open -> open.find(find.messageId(), it -> feed.accept(new Input.FindAnswered(it))),
                    () -> new Input.FindAnswered(new CallResult.Lost<>("no page")));
        else
            worker.soon(
                    Moment.CALLING_THE_PAGE,
                    () -> feed.accept(new Input.FindAnswered(new CallResult.Done<>(Optional.empty()))));
    }

    void probe() {
        call(
                open -> open.probe(it -> feed.accept(new Input.Probed(it))),
                () -> new Input.Probed(new CallResult.Lost<>("no page")));
    }

    void logOut() {
        call(
                open -> open.logOut(it -> feed.accept(new Input.LogOutAnswered(it))),
                () -> new Input.LogOutAnswered(new CallResult.Lost<>("no page")));
    }

    private void call(Consumer<SimPage> call, Supplier<Input> otherwise) {
        SimPage open = page;
        worker.soon(Moment.CALLING_THE_PAGE, () -> {
            if (open == null) feed.accept(otherwise.get());
            else call.accept(open);
        });
    }

    void end(Effect.Reason reason) {
        kill();
        if (reason != Effect.Reason.NO_EPOCH && reason != Effect.Reason.NO_ANSWER) worker.remove(session);
    }
}
