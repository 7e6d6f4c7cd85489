package io.rookery.store.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaInfoTest {
    private static final String SHA = "0".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {"image/jpeg", "audio/ogg; codecs=opus", "application/vnd.ms-excel", "text/plain;charset=UTF-8"})
    void mediaTypesAreTaken(String type) {
        assertThat(new MediaInfo(type, null, 1, SHA).mimeType()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image", "image/", "/jpeg", "image/jp eg", "image/jpeg\r\nX: y", "image/jpeg; a=ü"})
    void whatIsNoMediaType_isRefused_andNotRepeated(String type) {
        assertThatThrownBy(() -> new MediaInfo(type, null, 1, SHA))
                .isInstanceOf(InvalidValue.class)
                .hasMessageStartingWith("mimeType must be");
    }

    @Test
    void theTextLeavesTheNameOut() {
        assertThat(new MediaInfo("image/jpeg", "harbour.jpg", 1, SHA).toString())
                .doesNotContain("harbour");
    }

    @ParameterizedTest
    @CsvSource({
        "cat.jpg, cat.jpg",
        "' cat.jpg ', cat.jpg",
        "C:\\Users\\me\\cat.jpg, cat.jpg",
        "../../etc/passwd, passwd",
        "Übersicht 2026.pdf, Übersicht 2026.pdf",
        "日本語.png, 日本語.png"
    })
    void ofANameItsLastPartIsKept(String given, String kept) {
        assertThat(FileNames.safe(given)).isEqualTo(kept);
    }

    @Test
    void whatIsNotToBeSeen_isTakenOut() {
        assertThat(FileNames.safe("invoice\u202Efdp.exe")).isEqualTo("invoicefdp.exe");
        assertThat(FileNames.safe("a\r\nX-Evil: 1\u0000.txt")).isEqualTo("aX-Evil: 1.txt");
        assertThat(FileNames.safe("a\ud800b")).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "..", ".", "folder/", "\u0000", "  "})
    void whereNothingIsLeft_thereIsNoName(String given) {
        assertThat(FileNames.safe(given)).isNull();
    }

    @Test
    void aLongNameKeepsItsEnding() {
        String name = FileNames.safe("x".repeat(400) + ".pdf");

        assertThat(name).hasSize(FileNames.LONGEST).endsWith("x.pdf");
        assertThat(FileNames.safe("😀".repeat(200) + ".pdf"))
                .endsWith("😀.pdf")
                .hasSizeLessThanOrEqualTo(FileNames.LONGEST);
    }

    @Test
    void idsMustFitIntoTheContract() {
        assertThat(MediaId.random().value())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(MediaId.random().value());
        for (String wrong : new String[] {"", "a/b", "a.b", "a".repeat(65), "ä"})
            assertThatThrownBy(() -> new MediaId(wrong))
                    .isInstanceOf(InvalidValue.class)
                    .hasMessageStartingWith("mediaId must be");
    }
}
