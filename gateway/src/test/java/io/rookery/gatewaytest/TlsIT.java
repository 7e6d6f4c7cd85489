package io.rookery.gatewaytest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A gateway that ends TLS itself, with a certificate of its own making, lets the pages of one origin ask, and has little patience with slow connections. Not among the unit tests: a second context would pause the one that they share. */
class TlsIT extends HttpTest {
    private static final String PASSWORD = "for-the-tests";
    private static final String CONSOLE = "https://console.example";
    private static final Duration HEADERS = Duration.ofSeconds(3);
    private static final Duration REST = Duration.ofSeconds(12);
    /** Longer than any of them, for a busy machine. */
    private static final int PATIENCE_MILLIS = 40_000;

    @DynamicPropertySource
    static void tls(DynamicPropertyRegistry properties) {
        properties.add("server.ssl.key-store", () -> Certificate.STORE.toString());
        properties.add("server.ssl.key-store-password", () -> PASSWORD);
        properties.add("rookery.http.allowed-origins", () -> CONSOLE);
        properties.add("rookery.http.header-timeout", () -> HEADERS.toMillis() + "ms");
        properties.add("server.netty.idle-timeout", () -> REST.toMillis() + "ms");
    }

    private static final class Certificate {
        static final Path STORE = make();

        private static Path make() {
            try {
                Path store = Files.createTempDirectory("rookery-tls").resolve("gateway.p12");
                Process keytool = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "gateway",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
                assertThat(keytool.waitFor()).isZero();
                store.toFile().deleteOnExit();
                return store;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void whoTrustsTheCertificateIsAnswered_andToldToComeByTlsOnly() throws Exception {
        HttpResponse<String> answer = ask(trusting(), "GET", "/v1/sessions/alice", "X-Api-Key", KEY);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(ask(trusting(), "GET", "/v1/sessions/alice").statusCode()).isEqualTo(401);
    }

    @Test
    void whoDoesNotTrustItSendsNothing_andPlainHttpIsNotSpoken() {
        assertThatThrownBy(() -> ask(HttpClient.newHttpClient(), "GET", "/v1/sessions/alice", "X-Api-Key", KEY))
                .isInstanceOf(IOException.class);
        byte[] plain =
                "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(Stream.of(plain)
                        .map(request -> {
                            try {
                                return RawHttp.exchange(port, request, java.time.Duration.ofSeconds(5))
                                        .status();
                            } catch (IOException e) {
                                return 0;
                            }
                        })
                        .toList())
                .isEqualTo(List.of(0));
    }

    @Test
    void thePagesOfTheOneOriginMayAsk_andNoOther() throws Exception {
        HttpResponse<String> may = preflight(CONSOLE);
        assertThat(may.statusCode()).isEqualTo(200);
        assertThat(may.headers().firstValue("Access-Control-Allow-Origin")).hasValue(CONSOLE);
        assertThat(may.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .containsIgnoringCase("x-api-key");
        assertThat(may.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        HttpResponse<String> mayNot = preflight("https://elsewhere.example");
        assertThat(mayNot.statusCode()).isEqualTo(403);
        assertThat(mayNot.body()).contains("\"FORBIDDEN\"");
        assertThat(mayNot.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        HttpResponse<String> asked = ask(trusting(), "GET", "/v1/sessions/alice", "X-Api-Key", KEY, "Origin", CONSOLE);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).hasValue(CONSOLE);
        assertThat(asked.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("X-Request-Id");
    }

    @Test
    void headersThatTrickle_endTheConnection() throws Exception {
        try (Socket socket = connected()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(US_ASCII));
            long began = System.nanoTime();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - began
                                < Duration.ofMillis(PATIENCE_MILLIS).toNanos()) {
                            out.write('x');
                            out.flush();
                            Thread.sleep(100);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(HEADERS.dividedBy(2));
        }
    }

    @Test
    void aConnectionMayRestBetweenTwoRequests_butNotForEver() throws Exception {
        try (Socket socket = connected()) {
            healthy(socket);
            Thread.sleep(HEADERS.plusMillis(300));
            healthy(socket);
            assertThat(socket.getInputStream().read())
                    .as("end of the connection")
                    .isEqualTo(-1);
        }
    }

    @Test
    void aWebSocketHasNoHeadersToWaitFor() throws Exception {
        var closed = new CompletableFuture<Integer>();
        WebSocket socket = trusting()
                .newWebSocketBuilder()
                .header("X-Api-Key", KEY)
                .buildAsync(URI.create("wss://localhost:" + port + "/v1/events/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket which, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void onError(WebSocket which, Throwable failure) {
                        closed.completeExceptionally(failure);
                    }
                })
                .get(30, TimeUnit.SECONDS);
        long end = System.nanoTime() + HEADERS.multipliedBy(2).toNanos();
        while (System.nanoTime() < end) {
            socket.sendPing(ByteBuffer.allocate(1)).get(30, TimeUnit.SECONDS);
            Thread.sleep(200);
        }
        assertThat(closed).isNotDone();
        socket.abort();
    }

    private Socket connected() throws GeneralSecurityException, IOException {
        Socket socket = context().getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Asks and reads all of the answer, of which the length is told. */
    private static void healthy(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new EOFException(head.toString());
            head.append((char) next);
        }
        assertThat(head).startsWith("HTTP/1.1 200 ");
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        in.readNBytes(Integer.parseInt(length.group(1)));
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return ask(
                trusting(),
                "OPTIONS",
                "/v1/sessions",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "x-api-key");
    }

    private HttpResponse<String> ask(HttpClient http, String method, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpClient trusting() throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context())
                .build();
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Certificate.STORE)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("gateway", trusted.getCertificate("gateway"));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
