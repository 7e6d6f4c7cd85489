package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beginnings of files; {@code ~} stands for a zero byte, two hexadecimal digits in braces for any. */
class ContentSnifferTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {FF}{D8}{FF}{E0}~{10}JFIF                     | image/jpeg
            {89}PNG{0D}{0A}{1A}{0A}~~~{0D}IHDR            | image/png
            GIF87a{01}~                                   | image/gif
            GIF89a{01}~                                   | image/gif
            RIFF{24}~~~WEBPVP8X                           | image/webp
            RIFF{24}~~~WAVEfmt                            | audio/wav
            RIFF{24}~~~AVI LIST                           | video/x-msvideo
            RIFF{24}~~~ACONanih                           | application/octet-stream
            ~~~{18}ftypmp42~~~~isom                       | video/mp4
            ~~~{18}ftypisom~~~~avc1                       | video/mp4
            ~~~{18}ftypiso5~~~~dash                       | video/mp4
            ~~~{14}ftyp3gp4~~~~3gp4                       | video/3gpp
            ~~~{14}ftypqt  ~~~~qt                         | video/quicktime
            ~~~{1C}ftypM4A ~~~~M4A                        | audio/mp4
            ~~~{18}ftypheic~~~~mif1                       | image/heic
            ~~~{18}ftypavif~~~~mif1                       | image/avif
            ~~~{18}ftyp                                   | application/octet-stream
            OggS~{02}~~~~~~~~~~~~~~~~~~~~~~{13}OpusHead   | audio/ogg; codecs=opus
            OggS~{02}~~~~~~~~~~~~~~~~~~~~~~{1E}{01}vorbis | audio/ogg
            OggS~{02}~~~~~~~~~~~~~~~~~~~~~~{2A}{80}theora | video/ogg
            OggS~{02}                                     | application/ogg
            ID3{04}~~~~~~                                 | audio/mpeg
            {FF}{FB}{90}{64}                              | audio/mpeg
            {FF}{F3}{48}{C4}                              | audio/mpeg
            {FF}{F1}{50}{80}                              | audio/aac
            {FF}{F9}{50}{80}                              | audio/aac
            {FF}{FE}h~t~m~l~                              | application/octet-stream
            {FF}{FF}{FF}{FF}                              | application/octet-stream
            #!AMR{0A}{3C}                                 | audio/amr
            #!AMR-WB{0A}{3C}                              | audio/amr-wb
            fLaC~~~{22}                                   | audio/flac
            {1A}E{DF}{A3}{9F}B{86}{81}{01}B{82}{84}webm   | video/webm
            %PDF-1.7                                      | application/pdf
            {D0}{CF}{11}{E0}{A1}{B1}{1A}{E1}              | application/x-ole-storage
            {1F}{8B}{08}~                                 | application/gzip
            MZ{90}~{03}~~~                                | application/octet-stream
            {7F}ELF{02}{01}{01}~                          | application/octet-stream
            <!DOCTYPE html><p>                            | text/html
            {EF}{BB}{BF}{0A} <HTML lang=en>               | text/html
            <script>alert(1)</script>                     | text/html
            <!-- a --><html>                              | text/html
            <?xml version="1.0"?><svg xmlns="">           | image/svg+xml
            <svg onload=alert(1)>                         | image/svg+xml
            <?xml version="1.0"?><a/>                     | text/xml
            {"error":"no such file"}                      | text/plain
            Grüße                                         | text/plain
            {C3}                                          | application/octet-stream
            ~                                             | application/octet-stream
            """)
    void theBytesTellTheType(String notation, String type) {
        assertThat(ContentSniffer.typeOf(bytes(notation))).isEqualTo(type);
    }

    @Test
    void noBytesTellNothing() {
        assertThat(ContentSniffer.typeOf(new byte[0])).isEqualTo("application/octet-stream");
    }

    @Test
    void aTextThatIsCutInsideACharacterIsAText() {
        byte[] text = ("a" + "ü".repeat(ContentSniffer.HEAD)).getBytes(StandardCharsets.UTF_8);

        assertThat(ContentSniffer.typeOf(java.util.Arrays.copyOf(text, ContentSniffer.HEAD)))
                .isEqualTo("text/plain");
    }

    @ParameterizedTest
    @CsvSource({
        "word/document.xml, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xl/workbook.xml, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt/presentation.xml, application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "other/thing.xml, application/zip"
    })
    void officeDocumentsAreZipsWithCertainNames(String name, String type) throws IOException {
        assertThat(ContentSniffer.typeOf(zip("[Content_Types].xml", "_rels/.rels", name)))
                .isEqualTo(type);
    }

    @Test
    void aZipWithAFolderOfThatNameIsAZip() throws IOException {
        assertThat(ContentSniffer.typeOf(zip("word/list.txt"))).isEqualTo("application/zip");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.oasis.opendocument.text, application/vnd.oasis.opendocument.text",
        "application/epub+zip, application/epub+zip",
        "application/anything, application/zip"
    })
    void openDocumentsSayWhatTheyAre(String content, String type) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            byte[] stored = content.getBytes(StandardCharsets.US_ASCII);
            var crc = new CRC32();
            crc.update(stored);
            ZipEntry entry = new ZipEntry("mimetype");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(stored.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(stored);
            zip.putNextEntry(new ZipEntry("content.xml"));
        }
        assertThat(ContentSniffer.typeOf(out.toByteArray())).isEqualTo(type);
    }

    private static byte[] zip(String... names) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(1);
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String notation) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < notation.length(); at++) {
            boolean hex = notation.startsWith("{", at) && at + 3 < notation.length() && notation.charAt(at + 3) == '}';
            if (hex) {
                out.write(Integer.parseInt(notation.substring(at + 1, at + 3), 16));
                at += 3;
            } else if (notation.charAt(at) == '~') {
                out.write(0);
            } else {
                out.writeBytes(String.valueOf(notation.charAt(at)).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }
}
