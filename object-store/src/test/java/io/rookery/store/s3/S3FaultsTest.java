package io.rookery.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.StoreUnsuitable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store may answer beside yes and no. Nothing of it may be taken for "there is none". */
class S3FaultsTest {
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private S3ObjectStore store;
    private volatile Answer answer = exchange -> {};

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            answer.to(exchange);
            exchange.close();
        });
        server.start();
        store = new S3ObjectStore(settings(ENOUGH), 1000);
    }

    @AfterEach
    void stop() {
        ended.countDown();
        store.close();
        server.stop(0);
    }

    @Test
    void noSuchKey_isAbsent() throws Exception {
        answer = exchange -> error(exchange, 404, "NoSuchKey");

        assertThat(store.get("key")).isEmpty();
        assertThat(store.get("key", directory.resolve("target"))).isFalse();
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({
        "404,NoSuchBucket",
        "403,AccessDenied",
        "403,NoSuchKey",
        "400,RequestTimeTooSkewed",
        "500,InternalError",
        "503,ServiceUnavailable"
    })
    void everyOtherError_isNoAnswer(int status, String code) {
        answer = exchange -> error(exchange, status, code);

        assertNoAnswer();
    }

    @Test
    void aNotFoundThatIsNotTheStores_isNoAnswer() {
        answer = exchange -> send(exchange, 404, "<html><body>NoSuchKey? This is only a proxy.</body></html>");
        assertNoAnswer();
        answer = exchange -> send(exchange, 404, "");
        assertNoAnswer();
    }

    @Test
    void aConnectionThatIsRefused_isNoAnswer() {
        server.stop(0);

        assertNoAnswer();
    }

    @Test
    void aStoreThatHangs_isNoAnswer_inTime() {
        answer = exchange -> awaitEnd();
        long start = System.nanoTime();

        try (var impatient = new S3ObjectStore(settings(Duration.ofMillis(400)), 1000)) {
            assertThatThrownBy(() -> impatient.get("key")).isInstanceOf(StoreUnavailable.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(calls.get()).as("tries").isBetween(2, 3); // a machine that stands still may cost one
    }

    @Test
    void aServerErrorThatPasses_isOvercome() throws Exception {
        answer = exchange -> {
            if (calls.get() < 3) error(exchange, 500, "InternalError");
            else send(exchange, 200, "content");
        };

        assertThat(store.get("key")).get().isEqualTo("content".getBytes(UTF_8));
    }

    @Test
    void aBodyThatEndsEarly_isNoAnswer() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[50]);
            exchange.getResponseBody().flush();
        };

        assertThatThrownBy(() -> store.get("key")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.get("key", directory.resolve("target"))).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aCreationThatIsRefused_isNone() throws Exception {
        answer = exchange -> error(exchange, 412, "PreconditionFailed");
        assertThat(store.putIfAbsent("key", new byte[1])).isFalse();
        answer = exchange -> error(exchange, 409, "ConditionalRequestConflict");
        assertThat(store.putIfAbsent("key", new byte[1])).isFalse();
    }

    @Test
    void aListingWithoutAnEnd_isNoAnswer() {
        answer = exchange -> send(
                exchange,
                200,
                "<ListBucketResult><Name>rookery</Name><IsTruncated>true</IsTruncated><NextContinuationToken>1</NextContinuationToken></ListBucketResult>");
        assertThatThrownBy(() -> store.list("a/")).isInstanceOf(StoreUnavailable.class);

        answer = exchange -> send(
                exchange,
                200,
                "<ListBucketResult><Name>rookery</Name><IsTruncated>true</IsTruncated></ListBucketResult>");
        assertThatThrownBy(() -> store.list("a/")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void anEmptyListing_isAnAnswer() throws Exception {
        answer = exchange -> send(
                exchange,
                200,
                "<ListBucketResult><Name>rookery</Name><IsTruncated>false</IsTruncated></ListBucketResult>");

        assertThat(store.list("a/")).isEmpty();
    }

    @Test
    void aListingOfSomethingElse_isNoAnswer() {
        for (String text : new String[] {
            "",
            "<html></html>",
            "<ListBucketResult><Name>rookery</Name></ListBucketResult>",
            "<ListBucketResult><Name>other</Name><IsTruncated>false</IsTruncated></ListBucketResult>",
            "<ListBucketResult><Name>rookery</Name><IsTruncated>false</IsTruncated><Contents><Key>b/1</Key></Contents></ListBucketResult>",
            "<Error><Code>InternalError</Code></Error>"
        }) {
            answer = exchange -> send(exchange, 200, text);
            assertThatThrownBy(() -> store.list("a/")).as(text).isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void aStoreThatIgnoresCreateOnly_isRefusedAtTheStart() {
        Map<String, String> objects = new ConcurrentHashMap<>();
        answer = exchange -> {
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> objects.put(path, "second");
                case "GET" -> {
                    send(exchange, 200, objects.getOrDefault(path, ""));
                    return;
                }
                default -> {}
            }
            exchange.sendResponseHeaders(200, -1);
        };

        assertThatThrownBy(() -> S3ObjectStore.open(settings(ENOUGH)).close())
                .isInstanceOf(StoreUnsuitable.class)
                .hasMessageContaining("ignores If-None-Match");
    }

    @Test
    void aStoreThatIsAway_isNotUnsuitable() {
        server.stop(0);

        assertThatThrownBy(() -> S3ObjectStore.open(settings(ENOUGH)).close())
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("not usable");
    }

    private void assertNoAnswer() {
        assertThatThrownBy(() -> store.get("key")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.get("key", directory.resolve("target"))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.list("key")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.putIfAbsent("key", new byte[1])).isInstanceOf(StoreUnavailable.class);
    }

    private S3Settings settings(Duration callTimeout) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "us-east-1",
                "rookery",
                new S3Settings.Credentials("key", "secret"),
                true,
                true,
                callTimeout,
                callTimeout,
                List.of());
    }

    /** Answers nothing until the test is over. */
    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>no</Message></Error>");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
