package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed by the rules of the first URL. */
class RedirectTest extends LoopbackTest {
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
}
