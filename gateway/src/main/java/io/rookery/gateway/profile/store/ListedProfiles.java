package io.rookery.gateway.profile.store;

import io.rookery.events.SessionId;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.profile.StoredProfile;
import io.rookery.gateway.profile.StoredProfiles;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.s3.S3ObjectStore;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Lists what the store has of a session, on threads of its own. */
final class ListedProfiles implements StoredProfiles, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ListedProfiles.class);
    private static final int THREADS = 4;
    private static final int WAITING = 200;

    private final @Nullable S3ObjectStore store;
    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, WAITING, "profiles");

    /** @param store null where none is set; closed with this */
    ListedProfiles(@Nullable S3ObjectStore store) {
        this.store = store;
    }

    @Override
    public Mono<StoredProfile> find(SessionId session) {
        return Mono.fromCallable(() -> list(session))
                .subscribeOn(threads)
                .onErrorMap(
                        RejectedExecutionException.class,
                        error -> ProblemException.of(
                                ProblemCode.TOO_MANY_REQUESTS, "too many look at profiles; try again later"))
                .flatMap(Mono::justOrEmpty);
    }

    private Optional<StoredProfile> list(SessionId session) {
        if (store == null)
            throw ProblemException.of(
                    ProblemCode.MEDIA_NOT_CONFIGURED,
                    "the gateway's settings rookery.store.* name no store and no master key");
        try {
            return ProfileListing.read(session, store.objects(ProfileListing.prefix(session)));
        } catch (StoreUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("the object store did not answer");
            throw ProblemException.of(ProblemCode.STORE_UNAVAILABLE, "try again later");
        }
    }

    @Override
    public void close() {
        threads.dispose();
        if (store != null) store.close();
    }
}
