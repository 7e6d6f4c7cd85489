package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posting a body, as a web hook does. */
class PostTest extends LoopbackTest {
    @Test
    void aBodyIsPosted_withTheSameProtection() throws Exception {
        var server = serves("202 Accepted", "Content-Length: 0", new byte[0]);

        int status = http().post(post(url(server))).status();

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

        assertThat(http().post(post(url(server))).status()).isEqualTo(307);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void anAnswerTellsWhenToComeAgain() throws Exception {
        var server =
                http((request, out) -> write(out, "HTTP/1.1 503 x\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"));

        assertThat(http().post(post(url(server)))).isEqualTo(new PostAnswer(503, "120"));
    }

    @Test
    void aUrlIsJudgedWithoutAsking() throws Exception {
        var server = serves("202 Accepted", "Content-Length: 0", new byte[0]);

        http().judge(url(server));
        allowPrivate = List.of();
        assertThat(catchThrowableOfType(OutboundHttpException.class, () -> http().judge(url(server)))
                        .fault())
                .isEqualTo(HttpFault.URL_FORBIDDEN);
        assertThat(server.requests).isEmpty();
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

    @Test
    void requestsTellNoSecretsOfTheirOwn() {
        String url = "http://media.example/?token=secret";
        var post = new PostRequest(url, "application/json", "secret", Map.of("X-Signature", "secret"));

        assertThat(post.toString()).contains("X-Signature").doesNotContain("secret");
        assertThat(new FetchRequest(url, file(), 1, IMAGES).toString()).doesNotContain("secret");
    }

    private static PostRequest post(String url) {
        return new PostRequest(url, "application/json", "{\"grün\":1}", Map.of("X-Signature", "s"));
    }
}
