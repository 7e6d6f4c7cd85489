package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3StoreIT {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 10;

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

    /** The server refuses before it has read the body, so a client may see a broken connection instead of the refusal: that is nobody's success. */
    private enum Answer {
        CREATED,
        REFUSED,
        UNKNOWN
    }

    @Test
    void ofManyCreateOnlyPutsNeverTwoSucceed() throws Exception {
        try (var store = new S3Store(directory);
                var writers = Executors.newFixedThreadPool(WRITERS)) {
            store.start();
            try (var client = client(store, store.secretKey())) {
                client.createBucket(request -> request.bucket("epochs"));
                for (int round = 0; round < ROUNDS; round++) {
                    String key = "epochs/" + round;
                    List<Callable<Answer>> puts = IntStream.range(0, WRITERS)
                            .mapToObj(writer -> (Callable<Answer>) () -> create(client, key, "writer " + writer))
                            .toList();
                    var answers = new ArrayList<Answer>();
                    for (var put : writers.invokeAll(puts)) {
                        answers.add(put.get());
                    }
                    String winner = client.getObjectAsBytes(
                                    request -> request.bucket("epochs").key(key))
                            .asUtf8String();
                    int index = Integer.parseInt(winner.replace("writer ", ""));
                    assertThat(answers.get(index)).as(key).isNotEqualTo(Answer.REFUSED);
                    answers.remove(index);
                    assertThat(answers).as(key).doesNotContain(Answer.CREATED);
                }
            }
        }
    }

    private static Answer create(S3Client client, String key, String text) {
        try {
            client.putObject(
                    request -> request.bucket("epochs").key(key).ifNoneMatch("*"), RequestBody.fromString(text));
            return Answer.CREATED;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isIn(409, 412);
            return Answer.REFUSED;
        } catch (SdkClientException e) {
            return Answer.UNKNOWN;
        }
    }

    private static S3Client client(S3Store store, String secretKey) {
        return S3Client.builder()
                .endpointOverride(URI.create(store.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                // A repeated create-only PUT would meet its own object and look like a loser.
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), secretKey)))
                .build();
    }
}
