package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rookery.http.LoopbackServer.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send too much, too little, too slowly, or no end. */
class LimitTest extends LoopbackTest {
    @Test
    void aLengthThatIsTooLargeIsRefusedBeforeTheBody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        var server = http((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n");
            never.await();
        });
        assertRefused(url(server), HttpFault.TOO_LARGE, false, "1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 100"})
    void aBodyWithoutEndIsCutAtTheLimit(String header) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        var server = http((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
            while (true) {
                if (header.contains("chunked")) write(out, Integer.toHexString(PNG.length) + "\r\n");
                out.write(PNG);
                if (header.contains("chunked")) write(out, "\r\n");
                sent.addAndGet(PNG.length);
            }
        });
        assertRefused(url(server), HttpFault.TOO_LARGE, false, "1000000 bytes");
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken_andOneByteMoreIsNot() throws Exception {
        var server = serves("200 OK", "X: y", PNG);

        assertThat(http().fetch(new FetchRequest(url(server), file(), PNG.length, IMAGES))
                        .size())
                .isEqualTo(PNG.length);
        Files.delete(file());
        var refusal = catchThrowableOfType(
                OutboundHttpException.class,
                () -> http().fetch(new FetchRequest(url(server), file(), PNG.length - 1, IMAGES)));
        assertThat(refusal.fault()).isEqualTo(HttpFault.TOO_LARGE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aBodyThatIsShorterThanItsLengthIsNoFile() throws Exception {
        assertRefused(
                url(serves("200 OK", "Content-Length: " + (PNG.length + 1), PNG)),
                HttpFault.FETCH_FAILED,
                true,
                "connection");
        var chunked = http((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n");
            out.write(PNG);
        });
        assertRefused(url(chunked), HttpFault.FETCH_FAILED, true, "connection");
    }

    @Test
    void ofABodyThatIsLongerThanItsLengthNoMoreIsRead() throws Exception {
        assertThat(fetch(url(serves("200 OK", "Content-Length: 20000", PNG))).size())
                .isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 12abc",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: gzip, chunked"
            })
    void lengthsThatAreNoneAreNoHttp(String header) throws Exception {
        assertRefused(url(serves("200 OK", header, PNG)), HttpFault.FETCH_FAILED, false, "no valid HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "body", "chunks", "handshake", "informational"})
    void aSlowDripEndsWithTheTimeForTheWhole(String where) throws Exception {
        totalTimeout = Duration.ofMillis(700);
        Handler handler = (request, out) -> {
            String start = switch (where) {
                case "head" -> "HTTP/1.1 200 OK\r\nX: ";
                case "body" -> "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n";
                case "chunks" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                case "handshake" -> "\u0016\u0003\u0003\u0040\u0000";
                default -> "";
            };
            write(out, start);
            for (int at = 0; true; at++) {
                switch (where) {
                    case "chunks" -> write(out, "1\r\n" + (char) (PNG[at] & 0x7F) + "\r\n");
                    case "informational" -> write(out, "HTTP/1.1 102 Processing\r\n\r\n");
                    default -> out.write(PNG[at]);
                }
                out.flush();
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
        };
        // The beginning of a record of 16 KiB is dripped to whoever begins a handshake.
        boolean handshake = where.equals("handshake");
        var server = handshake ? raw(handler) : http(handler);
        long start = System.nanoTime();

        assertRefused(
                (handshake ? "https" : "http") + "://media.example:" + server.port() + "/",
                HttpFault.TIMEOUT,
                true,
                "too long");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(10));
    }

    @Test
    void aSlowDripIntoTheFileLeavesNoFile() throws Exception {
        totalTimeout = Duration.ofMillis(700);
        var server = http((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 60001\r\n\r\n");
            out.write(PNG, 0, 50_000);
            out.flush();
            new CountDownLatch(1).await();
        });
        assertRefused(url(server), HttpFault.TIMEOUT, true, "too long");
    }

    @Test
    void aLookUpThatHangsEndsWithTheTime() {
        totalTimeout = Duration.ofMillis(300);
        NameResolver hanging = name -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(name);
            }
            return List.of();
        };
        var http = new OutboundHttp(settings(), hanging, address -> false, tls);
        var refusal = catchThrowableOfType(
                OutboundHttpException.class,
                () -> http.fetch(new FetchRequest("http://media.example/", file(), 10, IMAGES)));
        assertThat(refusal.fault()).isEqualTo(HttpFault.TIMEOUT);
    }

    @Test
    void namesWithoutAddressAndPortsWithoutServerMayBeThereLater() throws Exception {
        names.put("gone.example", new ArrayDeque<>(List.of("")));
        assertRefused("http://gone.example/", HttpFault.FETCH_FAILED, true, "no address");

        var server = serves("200 OK", "X: y", PNG);
        server.close();
        assertRefused(url(server), HttpFault.FETCH_FAILED, true, "connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "length", "status"})
    void headersWithoutEndAreNotRead(String kind) throws Exception {
        var server = http((request, out) -> {
            write(out, kind.equals("status") ? "HTTP/1.1 200 " : "HTTP/1.1 200 OK\r\nX: ");
            while (true) write(out, kind.equals("lines") ? "y\r\nX: " : "yyyyyyyyyyyyyyyy");
        });
        assertThat(refusal(url(server)).fault()).isEqualTo(HttpFault.FETCH_FAILED);
    }

    @Test
    void noMoreRequestsAtOnceThanAreAllowed() throws Exception {
        maxConcurrent = 2;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        var server = http((request, out) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            now.decrementAndGet();
            answer(out, "200 OK", "Content-Length: " + PNG.length, PNG);
        });
        var http = http();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                var request = new FetchRequest(url(server), directory.resolve("f" + i), 1_000_000, IMAGES);
                threads.submit(() -> http.fetch(request));
            }
        }

        assertThat(server.requests).hasSize(6);
        assertThat(most).hasValue(2);
    }

    /** A listener whose queue is full lets the packets of others fall. */
    @Test
    void aServerThatDoesNotEvenConnectEndsWithItsOwnTime() throws Exception {
        connectTimeout = Duration.ofMillis(300);
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            while (connects(server, queued)) assertThat(queued).hasSizeLessThan(100);
            long start = System.nanoTime();

            assertRefused("http://media.example:" + server.getLocalPort() + "/", HttpFault.TIMEOUT, true, "too long");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(250), totalTimeout.dividedBy(2));
        } finally {
            for (Socket socket : queued) socket.close();
        }
    }

    private static boolean connects(ServerSocket server, List<Socket> queued) throws IOException {
        Socket socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(server.getLocalSocketAddress(), 300);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
