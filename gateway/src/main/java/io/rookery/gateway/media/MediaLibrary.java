package io.rookery.gateway.media;

import io.rookery.events.TenantId;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.media.MediaDamaged;
import io.rookery.store.media.MediaFile;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import io.rookery.store.s3.S3LargeObjects;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/** The stored files, for callers that must not wait: all that blocks happens on threads of its own. What is wrong comes as a {@link ProblemException}. */
final class MediaLibrary implements StoreState, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MediaLibrary.class);

    /** Netty asks for up to 128 of them at once. */
    private static final int CHUNK = 16 * 1024;

    private final @Nullable Opened store;
    private final Scheduler threads;
    private final Semaphore downloads;

    /** @param objects are closed with the library */
    record Opened(MediaStore files, S3LargeObjects objects) {}

    /** @param store null where none is set: then every call fails with {@link ProblemCode#MEDIA_NOT_CONFIGURED} */
    MediaLibrary(@Nullable Opened store, Scheduler threads, MediaProperties settings) {
        this.store = store;
        this.threads = threads;
        this.downloads = new Semaphore(settings.downloads());
    }

    @Override
    public boolean isConfigured() {
        return store != null;
    }

    /** Asked again and again: an answer that does not come is no line in the log. */
    @Override
    public Mono<Boolean> isAvailable() {
        return Mono.fromFuture(
                        () -> CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        files().info(TenantId.DEFAULT, MediaId.random());
                                        return true;
                                    } catch (StoreUnavailable | KeyUnavailable | MediaDamaged e) {
                                        return false;
                                    }
                                },
                                threads::schedule),
                        true)
                .onErrorReturn(false);
    }

    /** Whether there is a store at all. */
    Mono<Void> require() {
        return Mono.fromRunnable(this::files);
    }

    private MediaStore files() {
        if (store == null)
            throw ProblemException.of(
                    ProblemCode.MEDIA_NOT_CONFIGURED,
                    "the gateway's settings rookery.store.* name no store and no master key");
        return store.files();
    }

    /** Stores what has come in. Whoever stops waiting does not stop it. */
    Mono<Void> put(TenantId tenant, MediaId id, Draft content, MediaInfo info) {
        return Mono.fromFuture(
                        () -> CompletableFuture.runAsync(
                                () -> called(() -> files().put(tenant, id, content.content(), info)),
                                threads::schedule),
                        true)
                .onErrorMap(MediaLibrary::unwrapped);
    }

    /** @throws ProblemException {@link ProblemCode#MEDIA_NOT_FOUND} */
    Mono<MediaInfo> info(TenantId tenant, MediaId id) {
        return Mono.fromFuture(
                        () -> CompletableFuture.supplyAsync(
                                () -> found(called(() -> files().info(tenant, id))), threads::schedule),
                        true)
                .onErrorMap(MediaLibrary::unwrapped);
    }

    /** A file's bytes, as fast as they are asked for. Ends with an error where it can't go on: what came until then is authentic, but not the whole. */
    Flux<DataBuffer> content(TenantId tenant, MediaId id) {
        return Flux.defer(() -> {
            if (!downloads.tryAcquire())
                return Flux.error(ProblemException.of(
                        ProblemCode.TOO_MANY_REQUESTS, "too many downloads are under way; try again later"));
            return Flux.<DataBuffer, MediaFile>generate(
                            () -> found(called(() -> files().open(tenant, id))), MediaLibrary::next, MediaFile::close)
                    .subscribeOn(threads)
                    .doFinally(ignored -> downloads.release());
        });
    }

    private static MediaFile next(MediaFile file, SynchronousSink<DataBuffer> sink) {
        byte[] buffer = new byte[CHUNK];
        int read = called(() -> file.read(buffer));
        if (read < 0) sink.complete();
        else sink.next(DefaultDataBufferFactory.sharedInstance.wrap(buffer).writePosition(read));
        return file;
    }

    private static <T> T found(Optional<T> found) {
        return found.orElseThrow(() -> new ProblemException(Problem.of(ProblemCode.MEDIA_NOT_FOUND, null)));
    }

    private static <T> T called(Callable<T> call) {
        try {
            return call.call();
        } catch (StoreUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("the object store did not answer");
            throw ProblemException.of(ProblemCode.STORE_UNAVAILABLE, "try again later");
        } catch (KeyUnavailable e) {
            log.atError().addKeyValue("cause", e.getMessage()).log("a file can't be opened without its master key");
            throw ProblemException.of(ProblemCode.KEY_UNAVAILABLE, "the operator must give the gateway the master key");
        } catch (MediaDamaged e) {
            log.atError().addKeyValue("cause", e.getMessage()).log("a stored file is damaged");
            throw ProblemException.of(ProblemCode.MEDIA_DAMAGED, "what is stored is not what was put there");
        } catch (ClosedChannelException e) { // with the request, whose caller has gone: nobody sees this answer
            throw ProblemException.of(ProblemCode.REQUEST_FAILED, "the upload was given up");
        } catch (IOException e) {
            log.atError().setCause(e).log("the disk did not take a file");
            throw ProblemException.of(ProblemCode.DISK_UNAVAILABLE, "try again later");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    @Override
    public void close() {
        if (store != null) store.objects().close();
    }
}
