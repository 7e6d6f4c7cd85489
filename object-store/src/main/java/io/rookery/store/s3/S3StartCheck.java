package io.rookery.store.s3;

import io.rookery.store.StoreUnavailable;
import io.rookery.store.StoreUnsuitable;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What must be true of a store before anything is entrusted to it. */
final class S3StartCheck {
    private static final int MOVED = 301;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final S3Settings settings;

    S3StartCheck(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    void run() throws StoreUnavailable, StoreUnsuitable {
        try {
            requireBucket();
            requireCreateOnly();
        } catch (SdkException e) {
            if (e instanceof S3Exception answer) throwWhereSettingsAreWrong(answer);
            throw new StoreUnavailable(
                    "the object store at " + settings.place() + " is not usable: " + S3Clients.reason(e), e);
        }
    }

    /** Throws where the settings are to blame and not the store's condition. */
    private void throwWhereSettingsAreWrong(S3Exception e) throws StoreUnsuitable {
        switch (e.statusCode()) {
            case UNAUTHORIZED, FORBIDDEN ->
                throw new StoreUnsuitable("the object store at " + settings.place()
                        + " refuses the access key for bucket " + settings.bucket() + " ("
                        + S3Clients.reason(e).strip()
                        + ")");
            case MOVED ->
                throw new StoreUnsuitable("bucket " + settings.bucket() + " is not in region " + settings.region());
            default -> {}
        }
    }

    private void requireBucket() throws StoreUnsuitable {
        try {
            client.headBucket(request -> request.bucket(settings.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() != NOT_FOUND) throw e;
            if (!settings.createBucket()) {
                throw new StoreUnsuitable(
                        "the object store at " + settings.place() + " has no bucket " + settings.bucket());
            }
            createBucket();
        }
    }

    private void createBucket() {
        try {
            client.createBucket(request -> request.bucket(settings.bucket()));
        } catch (S3Exception e) {
            // Another worker that starts at the same time.
            if (e.statusCode() != S3ObjectStore.CONFLICT) throw e;
        }
    }

    /** Two create-only writes of one key: the first must succeed, the second must be refused and change nothing. */
    private void requireCreateOnly() throws StoreUnsuitable {
        String key = "probes/create-only-" + UUID.randomUUID();
        createOnly(key, "first");
        boolean refused = isRefused(key);
        String left = client.getObjectAsBytes(
                        request -> request.bucket(settings.bucket()).key(key))
                .asUtf8String();
        client.deleteObject(request -> request.bucket(settings.bucket()).key(key));
        if (!refused || !left.equals("first")) {
            throw new StoreUnsuitable("the object store at " + settings.place()
                    + " ignores If-None-Match: a create-only write overwrote an object, so it can't fence workers");
        }
    }

    private boolean isRefused(String key) {
        try {
            createOnly(key, "second");
            return false;
        } catch (S3Exception e) {
            if (!S3ObjectStore.isTaken(e)) throw e;
            return true;
        }
    }

    private void createOnly(String key, String text) {
        client.putObject(
                request -> request.bucket(settings.bucket()).key(key).ifNoneMatch("*"), RequestBody.fromString(text));
    }
}
