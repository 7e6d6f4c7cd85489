package io.rookery.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rookery.http.LoopbackServer.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches from a real server on the loopback address, which is allowed by its range where a test does not say otherwise. */
@Timeout(30)
class OutboundHttpTest {
    private static final String LOOPBACK = "127.0.0.0/8";
    private static final byte[] PNG = ("\u0089PNG\r\n\u001A\n" + "pixels".repeat(10_000)).getBytes(ISO_8859_1);
    private static final MediaTypes IMAGES = MediaTypes.of("image/jpeg", "image/png");

    @TempDir
    Path directory;

    private final List<LoopbackServer> servers = new ArrayList<>();
    private final Map<String, Deque<String>> names = new HashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final Duration connectTimeout = Duration.ofSeconds(5);
    private Duration totalTimeout = Duration.ofSeconds(20);
    private int maxConcurrent = 8;
    private List<String> allowPrivate = List.of(LOOPBACK);
    private Set<Integer> ports = Set.of();
    private SSLContext tls;

    OutboundHttpTest() throws Exception {
        tls = SSLContext.getDefault();
    }

    @AfterEach
    void stop() throws IOException {
        for (LoopbackServer server : servers) server.close();
    }

    // --- what comes back

    @Test
    void aFileIsFetched_withWhatIsToBeKnownOfIt() throws Exception {
        var server = serves(
                "200 OK",
                "Content-Type: Image/PNG; q=1\r\nContent-Disposition: attachment; filename=\"../grün.png\"\r\nContent-Length: "
                        + PNG.length,
                PNG);

        Fetched fetched = fetch("http://media.example:" + server.port() + "/a/b.png?token=secret#part");

        assertThat(Files.readAllBytes(fetched.file())).isEqualTo(PNG);
        assertThat(fetched.size()).isEqualTo(PNG.length);
        assertThat(fetched.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(PNG)));
        assertThat(fetched.type()).isEqualTo("image/png");
        assertThat(fetched.declaredType()).isEqualTo("image/png");
        assertThat(fetched.fileName()).isEqualTo("grün.png");
        var request = server.requests.getFirst();
        assertThat(request.line()).isEqualTo("GET /a/b.png?token=secret HTTP/1.1");
        assertThat(request.header("Host")).isEqualTo("media.example:" + server.port());
        assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(request.head())
                .noneMatch(line ->
                        line.startsWith("Cookie") || line.startsWith("Authorization") || line.startsWith("Referer"));
    }

    @Test
    void chunkedBodies_andBodiesThatEndWithTheConnection_areFetched() throws Exception {
        var chunked = http((request, out) -> {
            write(
                    out,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(PNG.length) + "\r\n");
            out.write(PNG);
            write(out, "\r\n0\r\n\r\n");
        });
        assertThat(fetch(url(chunked)).size()).isEqualTo(PNG.length);

        Files.delete(file());
        assertThat(fetch(url(serves("200 OK", "X: y", PNG))).size()).isEqualTo(PNG.length);
    }

    @Test
    void aFileThatExistsIsNotTouched() throws Exception {
        Files.writeString(file(), "mine");
        var server = serves("200 OK", "Content-Type: image/png", PNG);

        assertThatThrownBy(() -> fetch(url(server))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file()).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND, false", "410, NOT_FOUND, false", "401, FETCH_FAILED, false", "403, FETCH_FAILED, false",
                "408, FETCH_FAILED, true",
        "429, FETCH_FAILED, true", "500, FETCH_FAILED, true", "503, FETCH_FAILED, true", "204, FETCH_FAILED, false",
                "206, FETCH_FAILED, false",
        "300, FETCH_FAILED, false", "304, FETCH_FAILED, false"
    })
    void anotherStatusIsAFault(int status, HttpFault fault, boolean temporary) throws Exception {
        assertRefused(
                url(serves(status + " x", "Content-Length: 0", new byte[0])), fault, temporary, "status " + status);
    }

    // --- where it goes

    @Test
    void withoutTheOperatorsLeaveNothingIsConnectedTo() throws Exception {
        allowPrivate = List.of();
        var server = serves("200 OK", "Content-Type: image/png", PNG);

        assertRefused(url(server), HttpFault.URL_FORBIDDEN, false, "loopback");
        assertRefused("http://127.0.0.1:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "loopback");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void theListLiftsTheCheckForExactlyWhatItNames() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        allowPrivate = List.of("minio");

        assertThat(fetch("http://minio:" + server.port() + "/").size()).isEqualTo(PNG.length);
        assertRefused(url(server), HttpFault.URL_FORBIDDEN, false, "loopback");
        assertRefused("http://redis:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "no dot");
    }

    @Test
    void aNameIsLookedUpOnce_soASecondAnswerHelpsNobody() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        names.put("rebind.example", new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254")));

        assertThat(fetch("http://rebind.example:" + server.port() + "/").size()).isEqualTo(PNG.length);
        assertThat(lookups).hasValue(1);
        assertRefused("http://rebind.example:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "cloud metadata");
        assertThat(lookups).hasValue(2);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aNameThatChangesBetweenRedirectsIsJudgedAnew() throws Exception {
        var server =
                http((request, out) -> write(out, "HTTP/1.1 302 x\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"));
        names.put("rebind.example", new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1")));

        assertRefused("http://rebind.example:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "private");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void theNextAddressIsTriedWhereOneDoesNotAnswer() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        names.put("two.example", new ArrayDeque<>(List.of("127.0.0.9 127.0.0.1")));

        assertThat(fetch("http://two.example:" + server.port() + "/").size()).isEqualTo(PNG.length);
    }

    @Test
    void proxiesOfTheSystemAreNotUsed() throws Exception {
        var proxy = serves("200 OK", "Content-Type: image/png", PNG);
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        Map<String, String> properties = Map.of(
                "http.proxyHost",
                "127.0.0.1",
                "http.proxyPort",
                "" + proxy.port(),
                "socksProxyHost",
                "127.0.0.1",
                "socksProxyPort",
                "" + proxy.port(),
                "http.nonProxyHosts",
                "",
                "socksNonProxyHosts",
                "");
        Map<String, String> before = new HashMap<>();
        properties.keySet().forEach(key -> before.put(key, System.getProperty(key)));
        properties.forEach(System::setProperty);
        try {
            assertThat(fetch(url(server)).size()).isEqualTo(PNG.length);
        } finally {
            before.forEach((key, value) -> {
                if (value == null) System.clearProperty(key);
                else System.setProperty(key, value);
            });
        }
        assertThat(server.requests).hasSize(1);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void portsMayBeRestricted() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        ports = Set.of(80, 443);
        assertRefused(url(server), HttpFault.URL_FORBIDDEN, false, "port " + server.port());

        ports = Set.of(server.port());
        assertThat(fetch(url(server)).size()).isEqualTo(PNG.length);
    }

    // --- redirects

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsFollowed(int status) throws Exception {
        var server = http((request, out) -> {
            if (request.line().contains("/old/"))
                write(out, "HTTP/1.1 " + status + " x\r\nLocation: ../new/ä.png\r\n\r\n");
            else answer(out, "200 OK", "Content-Type: image/png", PNG);
        });

        Fetched fetched = fetch("http://media.example:" + server.port() + "/old/x.png");

        assertThat(fetched.fileName()).isEqualTo("ä.png");
        assertThat(server.requests.getLast().line()).isEqualTo("GET /new/%C3%A4.png HTTP/1.1");
    }

    @Test
    void fiveRedirectsAreFollowed_andNoSixth() throws Exception {
        AtomicInteger left = new AtomicInteger(5);
        var server = http((request, out) -> {
            if (left.getAndDecrement() > 0) write(out, "HTTP/1.1 302 x\r\nLocation: /\r\n\r\n");
            else answer(out, "200 OK", "Content-Type: image/png", PNG);
        });
        assertThat(fetch(url(server)).size()).isEqualTo(PNG.length);

        Files.delete(file());
        left.set(6);
        assertRefused(url(server), HttpFault.FETCH_FAILED, false, "more than 5 redirects");
        assertThat(server.requests).hasSize(6 + 6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://169.254.169.254/latest/meta-data/ | URL_FORBIDDEN | cloud metadata
            //10.0.0.1/                              | URL_FORBIDDEN | private
            http://[::1]/                            | URL_FORBIDDEN | loopback
            http://[::ffff:127.0.0.1]/               | URL_INVALID   | no IPv6 address
            http://localhost/                        | URL_FORBIDDEN | means this machine
            http://inner.example/                    | URL_FORBIDDEN | private
            http://2130706433/                       | URL_INVALID   | four decimal numbers
            http://user:secret@media.example/        | URL_INVALID   | credentials
            http://media.example:22/                 | URL_FORBIDDEN | port 22
            file:///etc/passwd                       | URL_INVALID   | begin with http
            ftp://media.example/                     | URL_INVALID   | begin with http
            /a b                                     | URL_INVALID   | space
            \\\\10.0.0.1\\                           | URL_INVALID   | backslash
            """)
    void aRedirectIsJudgedAsAUrl(String location, HttpFault fault, String reason) throws Exception {
        names.put("inner.example", new ArrayDeque<>(List.of("192.168.0.1")));
        var server = http((request, out) -> write(out, "HTTP/1.1 302 x\r\nLocation: " + location + "\r\n\r\n"));

        assertRefused(url(server), fault, false, reason);
        assertThat(server.requests).hasSize(1);
    }

    // --- TLS

    @Test
    void tlsAsksForTheName_andTheCertificateIsTheNames() throws Exception {
        var certificates = TestCertificates.forName("media.example");
        tls = certificates.client();
        var server = https(certificates, (request, out) -> answer(out, "200 OK", "Content-Type: image/png", PNG));

        assertThat(fetch("https://media.example:" + server.port() + "/").size()).isEqualTo(PNG.length);
        assertThat(server.requests.getFirst().serverName()).isEqualTo("media.example");
        assertRefused("https://other.example:" + server.port() + "/", HttpFault.FETCH_FAILED, false, "certificate");
        assertRefused("https://127.0.0.1:" + server.port() + "/", HttpFault.FETCH_FAILED, false, "certificate");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused_andSoIsNoTls() throws Exception {
        var server = https(
                TestCertificates.forName("media.example"),
                (request, out) -> answer(out, "200 OK", "Content-Type: image/png", PNG));
        assertRefused("https://media.example:" + server.port() + "/", HttpFault.FETCH_FAILED, false, "certificate");

        var plain = raw((request, out) -> write(out, "HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertRefused("https://media.example:" + plain.port() + "/", HttpFault.FETCH_FAILED, false, "no valid TLS");
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused_andFromHttpToHttpsFollowed() throws Exception {
        var certificates = TestCertificates.forName("media.example");
        tls = certificates.client();
        var plain = serves("200 OK", "Content-Type: image/png", PNG);
        var down = https(
                certificates, (request, out) -> write(out, "HTTP/1.1 302 x\r\nLocation: " + url(plain) + "\r\n\r\n"));
        assertRefused(
                "https://media.example:" + down.port() + "/", HttpFault.URL_FORBIDDEN, false, "from https to http");
        assertThat(plain.requests).isEmpty();

        var secure = https(certificates, (request, out) -> answer(out, "200 OK", "Content-Type: image/png", PNG));
        var up = http((request, out) ->
                write(out, "HTTP/1.1 302 x\r\nLocation: https://media.example:" + secure.port() + "/\r\n\r\n"));
        assertThat(fetch(url(up)).size()).isEqualTo(PNG.length);
    }

    // --- how much, and how long

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
        totalTimeout = Duration.ofMillis(1500);
        CountDownLatch never = new CountDownLatch(1);
        var server = http((request, out) -> never.await());
        var http = http();
        var waiting = List.of(1, 2, 3).stream()
                .map(i -> Thread.ofVirtual()
                        .start(() -> catchThrowableOfType(
                                OutboundHttpException.class,
                                () -> http.fetch(
                                        new FetchRequest(url(server), directory.resolve("f" + i), 10, IMAGES)))))
                .toList();
        for (Thread thread : waiting) thread.join();

        assertThat(server.requests).hasSize(2);
    }

    // --- what it is

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image/png       | <!DOCTYPE html><script>alert(1)</script> | image/png, image/jpeg | text/html
            image/png       | <!DOCTYPE html><script>alert(1)</script> | */*                   | not the medium
            image/jpeg      | MZ executable                            | image/*               | text/plain
            image/jpeg      | %PDF-1.7                                 | image/*               | application/pdf
            video/mp4       | GIF89a                                   | video/*               | image/gif
            image/png       | <svg onload=alert(1)>                    | image/png             | image/svg+xml
            audio/ogg       | {"error":"expired"}                      | */*                   | not the medium
            """)
    void bytesOfAnotherKindAreRefused(String declared, String body, String types, String reason) throws Exception {
        var server = serves("200 OK", "Content-Type: " + declared, body.getBytes(UTF_8));
        var request = new FetchRequest(url(server), file(), 1_000_000, MediaTypes.of(types.split(", ")));

        var refusal = catchThrowableOfType(OutboundHttpException.class, () -> http().fetch(request));

        assertThat(refusal.fault()).isEqualTo(HttpFault.TYPE_UNSUPPORTED);
        assertThat(refusal).hasMessageContaining(reason);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theDeclaredTypeDoesNotMatterWhereTheBytesAreRight() throws Exception {
        assertThat(fetch(url(serves("200 OK", "Content-Type: text/html", PNG))).type())
                .isEqualTo("image/png");
        Files.delete(file());
        assertThat(fetch(url(serves("200 OK", "X: y", PNG))).declaredType()).isNull();
    }

    @Test
    void compressedAnswersAreNotOpened() throws Exception {
        assertRefused(
                url(serves("200 OK", "Content-Encoding: gzip", PNG)), HttpFault.FETCH_FAILED, false, "compressed");
    }

    // --- POST

    @Test
    void aBodyIsPosted_withTheSameProtection() throws Exception {
        var server = serves("202 Accepted", "Content-Length: 0", new byte[0]);

        int status = http().post(post(url(server)));

        assertThat(status).isEqualTo(202);
        var request = server.requests.getFirst();
        assertThat(request.line()).isEqualTo("POST / HTTP/1.1");
        assertThat(request.body()).isEqualTo("{\"grün\":1}");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("X-Signature")).isEqualTo("s");
        allowPrivate = List.of();
        assertThat(catchThrowableOfType(OutboundHttpException.class, () -> http().post(post(url(server))))
                        .fault())
                .isEqualTo(HttpFault.URL_FORBIDDEN);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aPostFollowsNoRedirect_soItsHeadersGoNowhereElse() throws Exception {
        var server = http(
                (request, out) -> write(out, "HTTP/1.1 307 x\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));

        assertThat(http().post(post(url(server)))).isEqualTo(307);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Host, x",
        "Content-Length, 5",
        "transfer-encoding, chunked",
        "X Y, z",
        "X:, z",
        "X, 'a\r\nY: b'",
        "X, ü"
    })
    void headersThatWouldChangeTheRequestAreErrors(String name, String value) {
        assertThatThrownBy(() -> new PostRequest("http://media.example/", "application/json", "", Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // --- the stage

    private OutboundHttpSettings settings() {
        return new OutboundHttpSettings(connectTimeout, totalTimeout, 5, maxConcurrent, ports, allowPrivate);
    }

    private OutboundHttp http() {
        return new OutboundHttp(settings(), this::resolve, address -> false, tls);
    }

    /** All names lead to the loopback address, but those that a test has given answers, one after the other. */
    private List<InetAddress> resolve(String name) throws UnknownHostException {
        lookups.incrementAndGet();
        var answers = names.get(name);
        String answer = answers == null ? "127.0.0.1" : answers.remove();
        if (answer.isEmpty()) throw new UnknownHostException(name);
        return List.of(answer.split(" ")).stream().map(InetAddress::ofLiteral).toList();
    }

    private Fetched fetch(String url) throws Exception {
        return http().fetch(new FetchRequest(url, file(), 1_000_000, IMAGES));
    }

    private OutboundHttpException refusal(String url) throws IOException {
        Files.deleteIfExists(file());
        var refusal = catchThrowableOfType(OutboundHttpException.class, () -> fetch(url));
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(directory).isEmptyDirectory();
        assertThat(refusal.getMessage())
                .doesNotContain("secret")
                .doesNotContain("/latest")
                .doesNotContain("@");
        return refusal;
    }

    private void assertRefused(String url, HttpFault fault, boolean temporary, String reason) throws IOException {
        var refusal = refusal(url);
        assertThat(refusal.fault()).as(refusal.getMessage()).isEqualTo(fault);
        assertThat(refusal.isTemporary()).isEqualTo(temporary);
        assertThat(refusal).hasMessageContaining(reason);
    }

    private Path file() {
        return directory.resolve("fetched");
    }

    private static PostRequest post(String url) {
        return new PostRequest(url, "application/json", "{\"grün\":1}", Map.of("X-Signature", "s"));
    }

    private static String url(LoopbackServer server) {
        return "http://media.example:" + server.port() + "/";
    }

    private LoopbackServer serves(String status, String headers, byte[] body) throws IOException {
        return http((request, out) -> answer(out, status, headers, body));
    }

    private LoopbackServer http(Handler handler) throws IOException {
        LoopbackServer server = LoopbackServer.http(handler);
        servers.add(server);
        return server;
    }

    private LoopbackServer raw(Handler handler) throws IOException {
        LoopbackServer server = LoopbackServer.raw(handler);
        servers.add(server);
        return server;
    }

    private LoopbackServer https(TestCertificates certificates, Handler handler) throws IOException {
        LoopbackServer server = LoopbackServer.https(certificates.server(), handler);
        servers.add(server);
        return server;
    }

    private static void answer(OutputStream out, String status, String headers, byte[] body) throws IOException {
        write(out, "HTTP/1.1 " + status + "\r\n" + headers + "\r\n\r\n");
        out.write(body);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
