package io.rookery.gateway.media;

import io.rookery.events.TenantId;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes files in: onto the disk first, so that a slow caller holds no connection of the store, and its size and checksum are known. So many at once, and no more. */
@Component
final class Uploads {
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    /** How many buffers of the network may wait for the disk. */
    private static final int WAITING = 8;

    private final MediaLibrary library;
    private final Drafts drafts;
    private final Scheduler threads;
    private final Semaphore slots;
    private final long largest;
    private final Duration silence;

    Uploads(MediaLibrary library, Drafts drafts, Scheduler mediaThreads, MediaProperties settings) {
        this.library = library;
        this.drafts = drafts;
        this.threads = mediaThreads;
        this.slots = new Semaphore(settings.uploads());
        this.largest = settings.maxBytes().toBytes();
        this.silence = settings.silence();
    }

    /** The largest that is taken, in bytes. */
    long largest() {
        return largest;
    }

    Mono<MediaView> take(TenantId tenant, MediaDescription description, Flux<byte[]> content) {
        return library.require().then(Mono.defer(() -> {
            if (!slots.tryAcquire())
                return Mono.error(ProblemException.of(
                        ProblemCode.TOO_MANY_REQUESTS, "too many uploads are under way; try again later"));
            return Mono.using(
                            drafts::open,
                            draft -> received(draft, content).then(put(tenant, description, draft)),
                            this::close)
                    .subscribeOn(threads)
                    .onErrorMap(IOException.class, this::diskFailed)
                    .doFinally(ignored -> slots.release());
        }));
    }

    private Mono<Void> received(Draft draft, Flux<byte[]> content) {
        return content.timeout(silence)
                .onErrorMap(
                        TimeoutException.class,
                        ignored -> ProblemException.of(
                                ProblemCode.REQUEST_FAILED, "nothing came for " + silence.toSeconds() + " seconds"))
                .publishOn(threads, WAITING)
                .concatMap(bytes -> taken(draft, bytes), 1)
                .then();
    }

    private static Mono<Void> taken(Draft draft, byte[] bytes) {
        try {
            draft.take(bytes);
            return Mono.empty();
        } catch (IOException e) {
            return Mono.error(e);
        }
    }

    private Mono<MediaView> put(TenantId tenant, MediaDescription description, Draft draft) {
        return Mono.defer(() -> {
            if (draft.size() == 0) throw ProblemException.of(ProblemCode.INVALID_REQUEST, "the file is empty");
            var info = new MediaInfo(description.mimeType(), description.fileName(), draft.size(), draft.sha256());
            MediaId id = MediaId.random();
            return library.put(tenant, id, draft, info).thenReturn(MediaView.of(id, info));
        });
    }

    private ProblemException diskFailed(IOException e) {
        log.atError().setCause(e).log("the disk did not take an upload");
        return ProblemException.of(ProblemCode.DISK_UNAVAILABLE, "try again later");
    }

    private void close(Draft draft) {
        try {
            draft.close();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("an upload was not closed");
        }
    }
}
