package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** TLS is about the name, though the connection goes to an address. */
class TlsTest extends LoopbackTest {
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
}
