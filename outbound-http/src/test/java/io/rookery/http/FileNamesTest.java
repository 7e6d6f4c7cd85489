package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            attachment; filename="photo.jpg"                              | http://h/x.png          | photo.jpg
            attachment; filename=photo.jpg                                | http://h/x.png          | photo.jpg
            inline; FileName="a; b.jpg"                                   | http://h/x.png          | a; b.jpg
            attachment; filename="a.jpg"; filename*=UTF-8''gr%C3%BCn.jpg  | http://h/x.png          | grün.jpg
            attachment; filename*=iso-8859-1''gr%FCn.jpg                  | http://h/x.png          | grün.jpg
            attachment; filename*=utf-16''a.jpg; filename=b.jpg           | http://h/x.png          | b.jpg
            attachment; filename*=UTF-8''%zz.jpg; filename=b.jpg          | http://h/x.png          | b.jpg
            attachment; filename="../../etc/passwd"                       | http://h/x.png          | passwd
            attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd           | http://h/x.png          | passwd
            attachment; filename*=UTF-8''a%00b%0D%0A.jpg                  | http://h/x.png          | ab.jpg
            attachment; filename*=UTF-8''gpj%E2%80%AEexe.jpg              | http://h/x.png          | gpjexe.jpg
            attachment; filename*=UTF-8''C%3A%5Ca%5Cb.jpg                 | http://h/x.png          | b.jpg
            attachment; filename=".."                                     | http://h/x.png          | x.png
            attachment; filename=".bashrc"                                | http://h/x.png          | bashrc
            attachment; filename="a<b>:?*.jpg . "                         | http://h/x.png          | a_b____.jpg
            attachment; filename=""                                       | http://h/x.png          | x.png
            attachment                                                    | http://h/a%20b+c.png?d=e | a b+c.png
            attachment                                                    | http://h/a/%2e%2e       | file.jpg
            attachment                                                    | http://h/a/..%2Fb%5Cc   | c
            attachment                                                    | http://h/               | file.jpg
            """)
    void theNameIsOneCleanPathElement(String disposition, String uri, String expected) {
        URI url = URI.create(uri);

        assertThat(FileNames.suggest(new BasicHeader("Content-Disposition", disposition), url, "image/jpeg"))
                .isEqualTo(expected);
    }

    @Test
    void aLongNameLosesOfItsStemAndKeepsItsExtension() {
        String name = FileNames.clean("😀ü".repeat(200) + ".jpeg").orElseThrow();

        assertThat(name).endsWith("😀.jpeg").startsWith("😀ü");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isEqualTo(255);
    }

    @Test
    void aNameWithoutAHeaderOrAPathIsMadeOfTheType() {
        assertThat(FileNames.suggest(null, URI.create("http://h/"), "audio/ogg; codecs=opus"))
                .isEqualTo("file.ogg");
        assertThat(FileNames.suggest(null, URI.create("http://h/"), "application/octet-stream"))
                .isEqualTo("file");
    }
}
