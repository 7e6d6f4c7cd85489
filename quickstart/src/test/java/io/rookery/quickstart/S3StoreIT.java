package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3StoreIT {
    private static final int WRITERS = 8;

    @TempDir
    Path directory;

    @Test
    void checksTheSignatureAndKeepsItsObjectsOverAKill() {
        try (var store = new S3Store(directory)) {
            store.start();
            try (var stranger = client(store, "guess")) {
                assertThatThrownBy(stranger::listBuckets)
                        .isInstanceOfSatisfying(
                                S3Exception.class,
                                e -> assertThat(e.statusCode()).isEqualTo(403));
            }
            try (var friend = client(store, store.secretKey())) {
                friend.createBucket(request -> request.bucket("kept"));
                friend.putObject(request -> request.bucket("kept").key("a/b"), RequestBody.fromString("text"));
            }
            store.kill();
            store.start();
        }
        try (var again = new S3Store(directory)) {
            again.start();
            try (var friend = client(again, again.secretKey())) {
                assertThat(friend.getObjectAsBytes(
                                        request -> request.bucket("kept").key("a/b"))
                                .asUtf8String())
                        .isEqualTo("text");
            }
        }
    }

    @Test
    void ofManyCreateOnlyPutsExactlyOneSucceeds() throws Exception {
        try (var store = new S3Store(directory);
                var writers = Executors.newFixedThreadPool(WRITERS)) {
            store.start();
            try (var client = client(store, store.secretKey())) {
                client.createBucket(request -> request.bucket("epochs"));
                for (int round = 0; round < 10; round++) {
                    String key = "epochs/" + round;
                    List<Callable<Boolean>> puts = IntStream.range(0, WRITERS)
                            .mapToObj(writer -> (Callable<Boolean>) () -> create(client, key, "writer " + writer))
                            .toList();
                    long winners = 0;
                    for (var put : writers.invokeAll(puts)) {
                        winners += put.get() ? 1 : 0;
                    }
                    assertThat(winners).as(key).isEqualTo(1);
                }
            }
        }
    }

    private static boolean create(S3Client client, String key, String text) {
        try {
            client.putObject(
                    request -> request.bucket("epochs").key(key).ifNoneMatch("*"), RequestBody.fromString(text));
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isIn(409, 412);
            return false;
        }
    }

    private static S3Client client(S3Store store, String secretKey) {
        return S3Client.builder()
                .endpointOverride(URI.create(store.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), secretKey)))
                .build();
    }
}
