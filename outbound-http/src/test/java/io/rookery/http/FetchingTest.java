package io.rookery.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back of a fetch: the file and what is known of it, or why there is none. */
class FetchingTest extends LoopbackTest {
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
}
