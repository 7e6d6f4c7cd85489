package io.rookery.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rookery.http.LoopbackServer.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from real servers on the loopback address, which is allowed by its range where a test does not say otherwise. */
@Timeout(30)
abstract class LoopbackTest {

    static final String LOOPBACK = "127.0.0.0/8";
    static final byte[] PNG = ("\u0089PNG\r\n\u001A\n" + "pixels".repeat(10_000)).getBytes(ISO_8859_1);
    static final MediaTypes IMAGES = MediaTypes.of("image/jpeg", "image/png");

    @TempDir
    Path directory;

    private final List<LoopbackServer> servers = new ArrayList<>();
    final Map<String, Deque<String>> names = new HashMap<>();
    final AtomicInteger lookups = new AtomicInteger();
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration totalTimeout = Duration.ofSeconds(20);
    int maxConcurrent = 8;
    List<String> allowPrivate = List.of(LOOPBACK);
    Set<Integer> ports = Set.of();
    SSLContext tls = systemTls();

    @AfterEach
    void stop() throws IOException {
        for (LoopbackServer server : servers) server.close();
    }

    private static SSLContext systemTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    OutboundHttpSettings settings() {
        return new OutboundHttpSettings(connectTimeout, totalTimeout, 5, maxConcurrent, ports, allowPrivate);
    }

    OutboundHttp http() {
        return new OutboundHttp(settings(), this::resolve, address -> false, tls);
    }

    /** All names lead to the loopback address, but those that a test has given answers, one after the other. */
    List<InetAddress> resolve(String name) throws UnknownHostException {
        lookups.incrementAndGet();
        var answers = names.get(name);
        String answer = answers == null ? "127.0.0.1" : answers.remove();
        if (answer.isEmpty()) throw new UnknownHostException(name);
        return List.of(answer.split(" ")).stream().map(InetAddress::ofLiteral).toList();
    }

    Fetched fetch(String url) throws Exception {
        return http().fetch(new FetchRequest(url, file(), 1_000_000, IMAGES));
    }

    OutboundHttpException refusal(String url) throws IOException {
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

    void assertRefused(String url, HttpFault fault, boolean temporary, String reason) throws IOException {
        var refusal = refusal(url);
        assertThat(refusal.fault()).as(refusal.getMessage()).isEqualTo(fault);
        assertThat(refusal.isTemporary()).isEqualTo(temporary);
        assertThat(refusal).hasMessageContaining(reason);
    }

    Path file() {
        return directory.resolve("fetched");
    }

    static String url(LoopbackServer server) {
        return "http://media.example:" + server.port() + "/";
    }

    LoopbackServer serves(String status, String headers, byte[] body) throws IOException {
        return http((request, out) -> answer(out, status, headers, body));
    }

    LoopbackServer http(Handler handler) throws IOException {
        LoopbackServer server = LoopbackServer.http(handler);
        servers.add(server);
        return server;
    }

    LoopbackServer raw(Handler handler) throws IOException {
        LoopbackServer server = LoopbackServer.raw(handler);
        servers.add(server);
        return server;
    }

    LoopbackServer https(TestCertificates certificates, Handler handler) throws IOException {
        LoopbackServer server = LoopbackServer.https(certificates.server(), handler);
        servers.add(server);
        return server;
    }

    static void answer(OutputStream out, String status, String headers, byte[] body) throws IOException {
        write(out, "HTTP/1.1 " + status + "\r\n" + headers + "\r\n\r\n");
        out.write(body);
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
