package io.rookery.worker.session;

import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageDeadline;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.PageUnavailable;
import io.rookery.worker.browser.WhatsAppPage;
import io.rookery.worker.profile.ProfileDamaged;
import io.rookery.worker.profile.ProfileOfAnotherTenant;
import io.rookery.worker.profile.ProfileTooNew;
import io.rookery.worker.profile.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page and the profile directory of one host. */
final class PageRuntime {
    private static final Logger log = LoggerFactory.getLogger(PageRuntime.class);

    private final SessionId session;
    private final WorkerId worker;
    private final HostPorts ports;
    private final Consumer<Input> feed;
    private volatile @Nullable WhatsAppPage page;
    private volatile @Nullable PageDeadline deadline; // of the page that is open, or being opened
    private volatile @Nullable Path profile;
    private volatile @Nullable ToldFile told;
    private volatile String webVersion = ""; // of the page that was ready last
    private volatile boolean ended;

    PageRuntime(SessionId session, WorkerId worker, HostPorts ports, Consumer<Input> feed) {
        this.session = session;
        this.worker = worker;
        this.ports = ports;
        this.feed = feed;
    }

    void perform(Effect effect, Epoch epoch) {
        switch (effect) {
            case Effect.Restore restore ->
                block(
                        () -> new Input.Restored(restore(epoch, restore)),
                        new Input.Restored(new Input.RestoreResult.Unavailable("the worker failed; it tries again")));
            case Effect.StoreClosed store ->
                block(() -> new Input.Stored(storeClosed(epoch, store)), new Input.Stored(false));
            case Effect.Checkpoint store -> checkpoint(epoch, store);
            case Effect.Purge ignored -> block(() -> new Input.Purged(purge(epoch)), new Input.Purged(false));
            case Effect.OpenPage open -> open(open, epoch);
            case Effect.ClosePage ignored -> close();
            case Effect.KillPage ignored -> kill();
            case Effect.ExtendDeadline extend -> extend(extend.validUntil());
            case Effect.Send send -> {
                ports.metrics()
                        .pageCalled(send.item().recordTime(), ports.wall().instant());
                call(page -> page.send(send.message()), Input.SendAnswered::new);
            }
            case Effect.Act act -> {
                ports.metrics().pageCalled(act.item().recordTime(), ports.wall().instant());
                call(page -> page.act(act.command()), Input.Acted::new);
            }
            case Effect.Find find -> call(page -> page.find(find.messageId(), find.to()), Input.FindAnswered::new);
            case Effect.Probe ignored -> call(WhatsAppPage::probe, Input.Probed::new);
            case Effect.LogOut ignored -> call(WhatsAppPage::logOut, Input.LogOutAnswered::new);
            case Effect.CatchUp again ->
                call(
                        page -> page.catchUp(again.since()),
                        result -> new Input.CaughtUp(result instanceof CallResult.Done));
            default -> throw new IllegalArgumentException("not about a page: " + effect);
        }
    }

    /** Runs what blocks, and feeds its answer: where the work itself fails, the one that says that nothing came of it. */
    private void block(Supplier<Input> work, Input otherwise) {
        ports.blocking().execute(() -> {
            Input answer = otherwise;
            try {
                answer = work.get();
            } catch (RuntimeException e) { // the edge: a host must get an answer, or it would wait for ever
                log.atError().addKeyValue("sessionId", session).setCause(e).log("work on a profile failed");
            }
            feed.accept(answer);
        });
    }

    // ---- the profile ----

    private Input.RestoreResult restore(Epoch epoch, Effect.Restore wanted) {
        try {
            Optional<Path> home = wanted.home() ? ports.local().home(session, epoch) : Optional.empty();
            if (home.isPresent()) return atHome(home.get());
            Optional<Profiles.Restored> restored = ports.profiles()
                    .restore(
                            session,
                            wanted.tenant(),
                            ports.local().fresh(session, epoch),
                            ports.local().warm(session).orElse(null));
            use(ports.local().use(session, epoch));
            return new Input.RestoreResult.Ready(
                    restored.isPresent(),
                    restored.map(Profiles.Restored::damage).orElse(null),
                    null);
        } catch (ProfileOfAnotherTenant e) {
            log.atError()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("cause", e.getMessage())
                    .log("the stored profile is another tenant's");
            return new Input.RestoreResult.Unusable(
                    "PROFILE_OF_ANOTHER_TENANT", "the profile that is stored for the session is another tenant's");
        } catch (ProfileDamaged e) {
            log.atError()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("cause", e.getMessage())
                    .log("the stored profile is damaged");
            return new Input.RestoreResult.Unusable("PROFILE_DAMAGED", "the stored profile is damaged");
        } catch (ProfileTooNew e) {
            return new Input.RestoreResult.Unusable("PROFILE_TOO_NEW", "a newer browser wrote the stored profile");
        } catch (KeyUnavailable e) {
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("cause", e.getMessage())
                    .log("the profile was not restored: the key that opens it is not here");
            return new Input.RestoreResult.Unavailable(
                    "KEY_UNAVAILABLE", "the worker does not have the master key of the stored profile");
        } catch (StoreUnavailable e) {
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("cause", e.getMessage())
                    .log("the profile was not restored");
            return new Input.RestoreResult.Unavailable("the object store is not available");
        } catch (IOException e) {
            log.atWarn().addKeyValue("sessionId", session).setCause(e).log("the profile was not restored");
            return new Input.RestoreResult.Unavailable("the worker's disk did not take the profile");
        }
    }

    private Input.RestoreResult atHome(Path directory) throws IOException {
        use(directory);
        var content = new ToldFile(directory).read();
        log.atInfo().addKeyValue("sessionId", session).log("the profile that was left here is taken");
        return new Input.RestoreResult.Ready(
                content.isPresent(),
                null,
                content.map(it -> new Input.Home(it.since(), it.messages()))
                        .orElse(new Input.Home(ports.wall().instant(), List.of())));
    }

    private void use(Path directory) {
        told = new ToldFile(directory);
        profile = directory;
    }

    /** The event is published. On the outbox' thread. */
    void published(EventMessage message) {
        switch (message.event()) {
            case Event.MessageReceived it -> remember(message.id(), it.message().timestamp());
            case Event.MessageSent it -> remember(message.id(), it.message().timestamp());
            default -> {
                // only messages are told again
            }
        }
    }

    private void remember(String id, Instant timestamp) {
        ToldFile file = told;
        if (file == null) return;
        try {
            file.add(new Inbox.Told(id, timestamp));
        } catch (IOException e) {
            log.atWarn().addKeyValue("sessionId", session).setCause(e).log("it was not noted that a message is told");
        }
    }

    /** From here on the profile is linked, and its messages are told. */
    private void ready(PageEvent.Ready now) {
        if (now.webVersion() != null) webVersion = now.webVersion();
        ports.metrics().linked(session, ports.wall().instant());
        ToldFile file = told;
        if (file == null) return;
        Instant since = ports.wall().instant().truncatedTo(ChronoUnit.SECONDS);
        ports.blocking().execute(() -> {
            try {
                file.begin(since);
            } catch (IOException e) {
                log.atWarn()
                        .addKeyValue("sessionId", session)
                        .setCause(e)
                        .log("it was not noted that the session is linked");
            }
        });
    }

    private boolean storeClosed(Epoch epoch, Effect.StoreClosed wanted) {
        Path directory = profile;
        if (directory == null) return true;
        try {
            Path staging = ports.local().staging(session, epoch);
            ports.profiles().copy(directory, staging);
            return store(wanted.tenant(), epoch, staging, wanted.done());
        } catch (IOException e) {
            log.atWarn().addKeyValue("sessionId", session).setCause(e).log("the profile was not copied");
            return false;
        }
    }

    private void checkpoint(Epoch epoch, Effect.Checkpoint wanted) {
        WhatsAppPage open = page;
        Path directory = profile;
        if (open == null || directory == null) {
            feed.accept(new Input.Stored(false));
            return;
        }
        try {
            Path staging = ports.local().staging(session, epoch);
            open.whileFrozen(() -> ports.profiles().copy(directory, staging)).whenComplete((pause, error) -> {
                if (error != null) {
                    log.atWarn()
                            .addKeyValue("sessionId", session)
                            .setCause(error)
                            .log("no checkpoint: the profile was not copied");
                    feed.accept(new Input.Stored(false));
                } else
                    block(
                            () -> new Input.Stored(store(wanted.tenant(), epoch, staging, wanted.done())),
                            new Input.Stored(false));
            });
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .setCause(e)
                    .log("no checkpoint: there is no room for the copy");
            feed.accept(new Input.Stored(false));
        }
    }

    private boolean store(TenantId tenant, Epoch epoch, Path staging, long done) {
        try {
            ports.profiles()
                    .store(
                            session,
                            tenant,
                            epoch,
                            staging,
                            new Profiles.Metadata(done, ports.browserVersion(), webVersion));
            ports.metrics().stored(session, ports.wall().instant());
            return true;
        } catch (StoreUnavailable | KeyUnavailable | IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("cause", e.getMessage())
                    .log("the profile was not stored");
            return false;
        }
    }

    private boolean purge(Epoch epoch) {
        try {
            deleteLocal();
            ports.metrics().left(session);
            ports.profiles().delete(session, epoch);
            return true;
        } catch (StoreUnavailable e) {
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .addKeyValue("cause", e.getMessage())
                    .log("the profile was not deleted yet");
            return false;
        }
    }

    private void deleteLocal() {
        profile = null;
        told = null;
        try {
            ports.local().removeAll(session);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .setCause(e)
                    .log("the local profile was not deleted; the next start of the worker will");
        }
    }

    // ---- the page ----

    private void open(Effect.OpenPage open, Epoch epoch) {
        Path directory = profile;
        if (directory == null) {
            feed.accept(new Input.PageOpened(open.page(), PageUnavailable.Reason.BROWSER_UNAVAILABLE));
            return;
        }
        var allowed = new PageDeadline(wall(open.validUntil()));
        deadline = allowed;
        var request = new PageRequest(
                session,
                epoch,
                worker,
                directory,
                open.linked(),
                open.options().pairingOrDefault(),
                open.options().proxy(),
                allowed);
        ports.browsers()
                .open(request, event -> {
                    if (event instanceof PageEvent.Ready now) ready(now);
                    feed.accept(new Input.Page(open.page(), event));
                })
                .whenComplete((opened, error) -> {
                    if (error != null)
                        log.atWarn()
                                .addKeyValue("sessionId", session)
                                .addKeyValue("cause", error.getMessage())
                                .log("the page did not open");
                    else {
                        page = opened;
                        if (ended) opened.kill();
                    }
                    feed.accept(
                            new Input.PageOpened(open.page(), error == null ? null : PageUnavailable.reasonOf(error)));
                });
    }

    private void close() {
        WhatsAppPage open = page;
        page = null;
        if (open == null) feed.accept(new Input.PageClosed());
        else
            open.close().whenComplete((done, error) -> {
                if (error != null) open.kill();
                feed.accept(new Input.PageClosed());
            });
    }

    private void kill() {
        WhatsAppPage open = page;
        page = null;
        if (open != null) open.kill();
    }

    private void extend(long validUntil) {
        PageDeadline allowed = deadline;
        WhatsAppPage open = page;
        if (allowed != null) allowed.extend(wall(validUntil));
        if (open != null) open.extendDeadline(wall(validUntil));
    }

    /** [absolute-deadline] Page and worker share the host's wall clock; the lease is counted on the monotonic one. */
    private Instant wall(long validUntil) {
        Now now = ports.now();
        return now.wall().plusMillis(validUntil - now.monotonic());
    }

    /** @see WhatsAppPage#download */
    CompletionStage<CallResult<WhatsAppPage.Downloaded>> download(WhatsAppPage.MessageKey message, Path target) {
        WhatsAppPage open = page;
        return open == null
                ? CompletableFuture.completedFuture(new CallResult.Lost<>("no page"))
                : open.download(message, target);
    }

    private <T> void call(
            Function<WhatsAppPage, CompletionStage<CallResult<T>>> call, Function<CallResult<T>, Input> input) {
        WhatsAppPage open = page;
        if (open == null) {
            feed.accept(input.apply(new CallResult.Lost<>("no page")));
            return;
        }
        call.apply(open)
                .whenComplete((result, error) -> feed.accept(input.apply(
                        error == null ? result : new CallResult.Lost<>(String.valueOf(error.getMessage())))));
    }

    /**
     * No browser may be left, and of the credentials only what the session may want again soon, if it went in order. A session that was not had at all keeps what a predecessor has left: it may
     * come home yet.
     */
    void end(Effect.Reason reason) {
        ended = true;
        kill();
        ports.metrics().left(session);
        switch (reason) {
            case NO_EPOCH, NO_ANSWER -> {
                // not ours
            }
            case GIVEN_UP, RELEASED -> keepWarm();
            case NOT_CLAIMED, LOST -> deleteLocal();
        }
    }

    private void keepWarm() {
        Path directory = profile;
        if (directory == null) {
            deleteLocal();
            return;
        }
        try {
            ports.local().keepWarm(session, directory, ports.wall().instant());
        } catch (IOException e) {
            log.atWarn().addKeyValue("sessionId", session).setCause(e).log("the local profile was not kept");
            deleteLocal();
        }
    }
}
