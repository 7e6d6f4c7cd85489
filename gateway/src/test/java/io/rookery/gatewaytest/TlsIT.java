package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A gateway that ends TLS itself, with a certificate of its own making, and lets the pages of one origin ask. Not among the unit tests: a second context would pause the one that they share. */
class TlsIT extends HttpTest {
    private static final String PASSWORD = "for-the-tests";
    private static final String CONSOLE = "https://console.example";

    @DynamicPropertySource
    static void tls(DynamicPropertyRegistry properties) {
        properties.add("server.ssl.key-store", () -> Certificate.STORE.toString());
        properties.add("server.ssl.key-store-password", () -> PASSWORD);
        properties.add("rookery.http.allowed-origins", () -> CONSOLE);
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
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }
}
