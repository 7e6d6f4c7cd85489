package io.rookery.gateway.media;

import io.rookery.startup.StartupFailure;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.StoreUnsuitable;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.s3.S3Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks at the object store while the rest of the gateway is made. A store that is set up wrongly ends the start; one that is away does not, because all but files works without it.
 */
final class StoreStart implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(StoreStart.class);

    private final Duration patience;
    private final CompletableFuture<Optional<StoreUnsuitable>> result = new CompletableFuture<>();

    /** @param store null where there is none */
    StoreStart(@Nullable S3Settings store, Duration patience) {
        this.patience = patience;
        if (store == null) result.complete(Optional.empty());
        else Thread.ofVirtual().name("store-check").start(() -> check(store));
    }

    private void check(S3Settings store) {
        try (var objects = new S3ObjectStore(store)) {
            objects.check();
            result.complete(Optional.empty());
        } catch (StoreUnsuitable e) {
            result.complete(Optional.of(e));
        } catch (StoreUnavailable | RuntimeException | Error e) { // whatever it is, the one who waits gets it
            result.completeExceptionally(e);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            Optional<StoreUnsuitable> unsuitable = result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (unsuitable.isPresent())
                throw new StartupFailure(
                        "the object store can't be used: " + unsuitable.get().getMessage());
        } catch (TimeoutException e) {
            log.warn("the object store does not answer; files can't be uploaded or downloaded for now");
        } catch (ExecutionException e) {
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(e.getCause()))
                    .log("the object store can't be used; files can't be uploaded or downloaded for now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("the start was interrupted");
        }
    }
}
