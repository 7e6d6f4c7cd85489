package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.WhatsAppPage.Downloaded;
import io.rookery.worker.browser.WhatsAppPage.MessageKey;
import io.rookery.worker.media.MediaUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the files of one session's messages from its page to where they are kept; a few at a time, each until it is kept or can't be. On threads that may block. */
final class MediaKeeping {
    private static final Logger log = LoggerFactory.getLogger(MediaKeeping.class);
    private static final int AT_ONCE = 2;
    private static final long[] AGAIN_MILLIS = {1000, 2000, 5000, 10_000, 30_000};
    /** How long a store or a page may be away; WhatsApp keeps files for weeks, but a reader waits. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** @see io.rookery.worker.browser.WhatsAppPage#download */
    interface Source {
        CompletionStage<CallResult<Downloaded>> download(MessageKey message, Path target);
    }

    private final SessionId session;
    private final HostPorts ports;
    private final Source page;
    private final Consumer<Input> feed;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    MediaKeeping(SessionId session, HostPorts ports, Source page, Consumer<Input> feed) {
        this.session = session;
        this.ports = ports;
        this.page = page;
        this.feed = feed;
    }

    void end() {
        ended = true;
    }

    void keep(Effect.KeepMedia wanted) {
        if (!underWay.add(id(wanted))) return;
        room.acquireUninterruptibly();
        try {
            tryUntilKept(wanted);
        } catch (RuntimeException e) { // the edge: the next file must have its turn
            log.atError().addKeyValue("sessionId", session).setCause(e).log("a file was not kept");
            tell(wanted, null, "MEDIA_UNAVAILABLE");
        } finally {
            room.release();
            underWay.remove(id(wanted));
        }
    }

    private static String id(Effect.KeepMedia wanted) {
        return String.valueOf(wanted.media().mediaId());
    }

    private void tryUntilKept(Effect.KeepMedia wanted) {
        long until = ports.monotonic().getAsLong() + PATIENCE.toMillis();
        for (int tries = 0; !ended; tries++) {
            String problem;
            try {
                Optional<String> failure = once(wanted);
                if (failure.isEmpty()) return;
                problem = failure.get();
            } catch (MediaUnavailable e) {
                problem = e.code();
            } catch (IOException e) {
                log.atWarn().addKeyValue("sessionId", session).setCause(e).log("the disk did not take a file");
                problem = "MEDIA_UNAVAILABLE";
            }
            if (ports.monotonic().getAsLong() >= until) {
                tell(wanted, null, problem);
                return;
            }
            ports.pause().accept(AGAIN_MILLIS[Math.min(tries, AGAIN_MILLIS.length - 1)]);
        }
    }

    /** @return why it shall be tried again; empty where there is a result */
    private Optional<String> once(Effect.KeepMedia wanted) throws MediaUnavailable, IOException {
        Optional<Event.StoredMedia> known = ports.received().find(wanted.tenant(), id(wanted));
        if (known.isPresent()) {
            tell(wanted, known.get(), null);
            return Optional.empty();
        }
        Path target = ports.mediaFiles().place(session, id(wanted));
        try {
            return switch (download(wanted, target)) {
                case CallResult.Done<Downloaded>(Downloaded file) -> {
                    Event.StoredMedia media = wanted.media();
                    var kept = new Event.StoredMedia(
                            media.mediaId(),
                            media.mimeType(),
                            media.fileName(),
                            file.size(),
                            file.sha256(),
                            media.seconds(),
                            null);
                    ports.received().keep(wanted.tenant(), kept, target);
                    tell(wanted, kept, null);
                    yield Optional.empty();
                }
                case CallResult.Refused<Downloaded>(String code, String text, var ignored) -> {
                    if (code.equals("NOT_CONNECTED")) yield Optional.of("MEDIA_UNAVAILABLE");
                    tell(wanted, null, "MEDIA_EXPIRED");
                    yield Optional.empty();
                }
                case CallResult.Lost<Downloaded> ignored -> Optional.of("MEDIA_UNAVAILABLE");
            };
        } finally {
            ports.mediaFiles().remove(session, id(wanted));
        }
    }

    private CallResult<Downloaded> download(Effect.KeepMedia wanted, Path target) {
        try {
            return page.download(wanted.message(), target).toCompletableFuture().join();
        } catch (CompletionException e) {
            return new CallResult.Lost<>(String.valueOf(e.getMessage()));
        }
    }

    private void tell(Effect.KeepMedia wanted, Event.@Nullable StoredMedia kept, @Nullable String problem) {
        if (ended) return;
        Event.StoredMedia asked = wanted.media();
        Event.StoredMedia result = kept != null
                ? kept
                : new Event.StoredMedia(
                        null, asked.mimeType(), asked.fileName(), asked.size(), null, asked.seconds(), problem);
        feed.accept(new Input.MediaKept(new Event.MediaStored(
                wanted.message().messageId(),
                wanted.message().chatId(),
                wanted.message().fromMe(),
                result)));
    }
}
