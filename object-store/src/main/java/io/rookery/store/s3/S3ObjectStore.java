package io.rookery.store.s3;

import io.rookery.store.ObjectListing;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.StoreUnsuitable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 bucket. Only the store's own word {@code NoSuchKey} is taken for "there is none"; every other error, a missing bucket included, is {@link StoreUnavailable}.
 * Calls are repeated by the client after time-outs and server errors, twice at most.
 */
public final class S3ObjectStore implements ObjectStore, ObjectListing, AutoCloseable {
    static final int PRECONDITION_FAILED = 412;
    /** S3's answer where two create-only writes meet: the other one has it, or will have it. */
    static final int CONFLICT = 409;

    private static final int NOT_FOUND = 404;
    private static final int PAGE = 1000;

    private final S3Settings settings;
    private final S3Client client;
    private final String bucket;
    private final AwsRequestOverrideConfiguration patience;
    private final int pageSize;

    /** Connects when it is first used. */
    public S3ObjectStore(S3Settings settings) {
        this(settings, PAGE);
    }

    S3ObjectStore(S3Settings settings, int pageSize) {
        this.settings = settings;
        this.client = S3Clients.create(settings);
        this.bucket = settings.bucket();
        this.patience = S3Clients.patience(settings);
        this.pageSize = pageSize;
    }

    /**
     * To be called before anything is entrusted to it: makes the bucket where it is missing and that is allowed, and checks that create-only writes are refused where they must be.
     *
     * @throws StoreUnsuitable where the bucket is missing, the keys are wrong, or the store ignores {@code If-None-Match}
     */
    public void check() throws StoreUnavailable, StoreUnsuitable {
        new S3StartCheck(client, settings).run();
    }

    /** One that has passed {@link #check}. */
    public static S3ObjectStore open(S3Settings settings) throws StoreUnavailable, StoreUnsuitable {
        var store = new S3ObjectStore(settings);
        try {
            store.check();
            return store;
        } catch (StoreUnavailable | StoreUnsuitable | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailable {
        try {
            return Optional.of(client.getObject(request(key).build(), ResponseTransformer.toBytes())
                    .asByteArrayUnsafe());
        } catch (SdkException e) {
            if (isNoSuchKey(e)) return Optional.empty();
            throw unavailable("get", key, e);
        }
    }

    @Override
    public boolean get(String key, Path target) throws StoreUnavailable, IOException {
        var request = request(key).overrideConfiguration(patience).build();
        var receiver = new FileReceiver(target);
        try {
            client.getObject(request, receiver);
            return true;
        } catch (SdkException e) {
            receiver.throwDiskFailure();
            if (isNoSuchKey(e)) return false;
            throw unavailable("get", key, e);
        }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws StoreUnavailable {
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(content));
            return true;
        } catch (SdkException e) {
            if (e instanceof S3Exception refused && isTaken(refused)) return false;
            throw unavailable("create", key, e);
        }
    }

    @Override
    public void put(String key, List<byte[]> parts) throws StoreUnavailable {
        long size = parts.stream().mapToLong(part -> part.length).sum();
        put(key, RequestBody.fromContentProvider(() -> joined(parts), size, "application/octet-stream"));
    }

    private static InputStream joined(List<byte[]> parts) {
        return new SequenceInputStream(Collections.enumeration(
                parts.stream().map(ByteArrayInputStream::new).toList()));
    }

    @Override
    public void put(String key, Path content) throws StoreUnavailable, IOException {
        if (!Files.isReadable(content)) throw new IOException("not readable: " + content);
        put(key, RequestBody.fromFile(content));
    }

    private void put(String key, RequestBody body) throws StoreUnavailable {
        try {
            client.putObject(request -> request.bucket(bucket).key(key).overrideConfiguration(patience), body);
        } catch (SdkException e) {
            throw unavailable("put", key, e);
        }
    }

    @Override
    public List<String> list(String prefix) throws StoreUnavailable {
        List<String> keys = new ArrayList<>();
        pages(prefix, null, page -> page.contents().stream().map(S3Object::key).forEach(keys::add));
        requireOf(prefix, keys);
        Collections.sort(keys);
        return keys;
    }

    @Override
    public List<String> groups(String prefix) throws StoreUnavailable {
        List<String> groups = new ArrayList<>();
        pages(
                prefix,
                "/",
                page -> page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(groups::add));
        requireOf(prefix, groups);
        return groups.stream()
                .map(group -> group.substring(prefix.length(), group.length() - 1))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<StoredObject> objects(String prefix) throws StoreUnavailable {
        List<StoredObject> objects = new ArrayList<>();
        pages(
                prefix,
                null,
                page -> page.contents().stream()
                        .map(it -> new StoredObject(it.key(), it.size(), it.lastModified()))
                        .forEach(objects::add));
        requireOf(prefix, objects.stream().map(StoredObject::key).toList());
        objects.sort(Comparator.comparing(StoredObject::key));
        return objects;
    }

    private static void requireOf(String prefix, List<String> keys) throws StoreUnavailable {
        if (keys.stream().anyMatch(key -> !key.startsWith(prefix))) {
            throw new StoreUnavailable("list " + prefix + ": the store answered with keys of something else");
        }
    }

    private void pages(String prefix, @Nullable String delimiter, Consumer<ListObjectsV2Response> each)
            throws StoreUnavailable {
        String token = null;
        do {
            ListObjectsV2Response page = page(prefix, delimiter, token);
            each.accept(page);
            String next = page.isTruncated() ? page.nextContinuationToken() : null;
            if (page.isTruncated() && (next == null || next.equals(token))) {
                throw new StoreUnavailable("list " + prefix + ": the store says that there is more, but not where");
            }
            token = next;
        } while (token != null);
    }

    private ListObjectsV2Response page(String prefix, @Nullable String delimiter, @Nullable String token)
            throws StoreUnavailable {
        try {
            ListObjectsV2Response page = client.listObjectsV2(request -> request.bucket(bucket)
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .maxKeys(pageSize)
                    .continuationToken(token));
            // An answer of 200 that is no listing, as a proxy may give it, would look like an empty one.
            if (page.isTruncated() == null || !bucket.equals(page.name())) {
                throw new StoreUnavailable("list " + prefix + ": the answer is no listing of bucket " + bucket);
            }
            return page;
        } catch (SdkException e) {
            throw unavailable("list", prefix, e);
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

    private GetObjectRequest.Builder request(String key) {
        return GetObjectRequest.builder().bucket(bucket).key(key);
    }

    static boolean isTaken(S3Exception e) {
        return e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT;
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
