package io.rookery.store.s3;

import io.rookery.store.LargeObjects;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Large objects of an S3 bucket; see {@link S3ObjectStore} for what is taken for "there is none". Calls are repeated by the client, twice at most; a content that breaks off is not. Between two reads
 * of a content the store may be silent for one {@link S3Settings#callTimeout}.
 */
public final class S3LargeObjects implements LargeObjects, AutoCloseable {
    private static final int NOT_FOUND = 404;
    /** S3's answer to a range of an empty object. */
    private static final int NO_SUCH_RANGE = 416;

    private final S3Client client;
    private final String bucket;
    private final AwsRequestOverrideConfiguration patience;

    /** Connects when it is first used; {@link S3ObjectStore#check} says whether the bucket is fit for it. */
    public S3LargeObjects(S3Settings settings) {
        this.client = S3Clients.create(settings);
        this.bucket = settings.bucket();
        this.patience = S3Clients.patience(settings);
    }

    @Override
    public boolean create(String key, Path content) throws StoreUnavailable, IOException {
        if (!Files.isReadable(content)) throw new IOException("not readable: " + content);
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(key).ifNoneMatch("*").overrideConfiguration(patience),
                    RequestBody.fromFile(content));
            return true;
        } catch (SdkException e) {
            if (e instanceof S3Exception refused && S3ObjectStore.isTaken(refused)) return false;
            throw unavailable("create", key, e);
        }
    }

    @Override
    public Optional<InputStream> open(String key) throws StoreUnavailable {
        try {
            return Optional.of(new ObjectInput(
                    client.getObject(request -> request.bucket(bucket).key(key))));
        } catch (SdkException e) {
            if (isNoSuchKey(e)) return Optional.empty();
            throw unavailable("open", key, e);
        }
    }

    @Override
    public Optional<byte[]> start(String key, int length) throws StoreUnavailable {
        if (length < 1) throw new IllegalArgumentException("at least one byte");
        try {
            return Optional.of(client.getObject(
                            request -> request.bucket(bucket).key(key).range("bytes=0-" + (length - 1)),
                            ResponseTransformer.toBytes())
                    .asByteArrayUnsafe());
        } catch (SdkException e) {
            if (isNoSuchKey(e)) return Optional.empty();
            if (e instanceof S3Exception answer && answer.statusCode() == NO_SUCH_RANGE)
                return Optional.of(new byte[0]);
            throw unavailable("get", key, e);
        }
    }

    @Override
    public List<String> olderThan(String prefix, Duration age, int most) throws StoreUnavailable {
        if (most < 1) throw new IllegalArgumentException("at least one");
        List<String> old = new ArrayList<>();
        String token = null;
        do {
            ListObjectsV2Response page = page(prefix, token);
            Instant before = now(prefix, page).minus(age);
            page.contents().stream()
                    .filter(object -> object.lastModified() != null
                            && object.lastModified().isBefore(before))
                    .map(S3Object::key)
                    .filter(key -> key.startsWith(prefix))
                    .limit(most - old.size())
                    .forEach(old::add);
            token = page.isTruncated() ? page.nextContinuationToken() : null;
        } while (token != null && old.size() < most);
        return old;
    }

    private ListObjectsV2Response page(String prefix, @Nullable String token) throws StoreUnavailable {
        try {
            ListObjectsV2Response page = client.listObjectsV2(
                    request -> request.bucket(bucket).prefix(prefix).continuationToken(token));
            // An answer of 200 that is no listing, as a proxy may give it.
            if (page.isTruncated() == null || !bucket.equals(page.name()))
                throw new StoreUnavailable("list " + prefix + ": the answer is no listing of bucket " + bucket);
            return page;
        } catch (SdkException e) {
            throw unavailable("list", prefix, e);
        }
    }

    /** The store's time, which it says with each answer. */
    private static Instant now(String prefix, ListObjectsV2Response page) throws StoreUnavailable {
        try {
            String date = page.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .orElseThrow(() -> new StoreUnavailable("list " + prefix + ": the store does not say its time"));
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            throw new StoreUnavailable("list " + prefix + ": the store does not say its time", e);
        }
    }

    @Override
    public void delete(String key) throws StoreUnavailable {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(key));
        } catch (SdkException e) {
            if (!isNoSuchKey(e)) throw unavailable("delete", key, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static boolean isNoSuchKey(SdkException e) {
        return e instanceof S3Exception answer
                && answer.statusCode() == NOT_FOUND
                && "NoSuchKey".equals(S3Clients.code(answer));
    }

    private static StoreUnavailable unavailable(String what, String key, SdkException e) {
        return new StoreUnavailable(what + " " + key + ": " + S3Clients.reason(e), e);
    }
}
