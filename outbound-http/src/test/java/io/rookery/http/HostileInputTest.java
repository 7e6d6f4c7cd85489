package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;

/** Input at random, from a fixed seed: whatever strangers write is judged, and nothing breaks. */
class HostileInputTest {
    private static final String[] PIECES = {
        "http",
        "https",
        "HTTP",
        ":",
        "://",
        "/",
        "//",
        "\\",
        "@",
        "?",
        "#",
        "%",
        "%2e",
        "%00",
        "[",
        "]",
        "::",
        "1",
        "127",
        ".",
        "0x7f",
        "fe80",
        "a",
        "xn--",
        "xn--a-ecp",
        "localhost",
        "example.com",
        "-",
        "_",
        " ",
        "\t",
        "\n",
        "ü",
        "ß",
        "。",
        "１",
        "\u00AD",
        "\u200D",
        "\uD800",
        "\uDC00",
        "😀",
        "\0",
        ";",
        "=",
        "filename",
        "filename*",
        "\"",
        "'",
        "UTF-8''",
        ",",
        "attachment",
        "..",
        "*",
        "&",
        "\u202E",
        "\uFFFF",
        "\u0300"
    };

    private final Random random = new Random(7);

    @Test
    void everyUrlIsTakenOrRefused_andWhatIsTakenIsPlain() {
        int taken = 0;
        int refused = 0;
        UrlRules rules = new UrlRules(Set.of());
        for (int run = 0; run < 20_000; run++) {
            try {
                HttpTarget target = rules.judge((run % 2 == 0 ? "http://" : "") + pieces(8));
                assertThat(target.host()).matches("[a-z0-9._-]+|[0-9a-f:]+");
                assertThat(target.hostHeader() + target.pathAndQuery()).matches("[!-~]+");
                taken++;
            } catch (OutboundHttpException e) {
                refused++;
            }
        }
        assertThat(taken).isGreaterThan(200);
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void everyRedirectIsTakenOrRefused() throws OutboundHttpException {
        UrlRules rules = new UrlRules(Set.of());
        HttpTarget from = rules.judge("http://example.com");
        int taken = 0;
        for (int run = 0; run < 10_000; run++) {
            try {
                assertThat(rules.redirected(from, pieces(6)).hostHeader())
                        .matches("[!-~]+")
                        .doesNotContain("@");
                taken++;
            } catch (OutboundHttpException e) {
                // Refused, as most of them should be.
            }
        }
        assertThat(taken).isGreaterThan(200);
    }

    @Test
    void everyFileNameIsOneElementOfAPath() {
        URI uri = URI.create("http://example.com/");
        for (int run = 0; run < 10_000; run++) {
            String disposition =
                    (run % 2 == 0 ? "attachment; filename*=UTF-8''" : "attachment; filename=\"") + pieces(10);
            String name = FileNames.suggest(new BasicHeader("Content-Disposition", disposition), uri, "image/png");

            assertThat(name).isNotBlank().isNotIn(".", "..").doesNotContain("/", "\\", "\0", "\n", "\u202E");
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 255);
        }
    }

    @Test
    void allBytesHaveAType() {
        for (int run = 0; run < 10_000; run++) {
            byte[] head = (pieces(2)
                            + "RIFF OggS ftyp PK\u0003\u0004mimetypeapplication/".substring(random.nextInt(30)))
                    .getBytes(StandardCharsets.UTF_8);
            if (run % 2 == 0) random.nextBytes(head);
            assertThat(ContentSniffer.typeOf(head)).contains("/");
        }
    }

    private String pieces(int atMost) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(atMost + 1); left > 0; left--)
            text.append(PIECES[random.nextInt(PIECES.length)]);
        return text.toString();
    }
}
