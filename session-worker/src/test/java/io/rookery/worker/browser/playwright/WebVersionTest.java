package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebVersionTest {
    private static final String UNKNOWN = "WEB_VERSION_UNKNOWN";

    @TempDir
    Path folder;

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void withoutAFolder_pagesAreAsTheyAreServed(@Nullable String version) {
        assertThat(WebVersion.of(null, version)).isEqualTo(new WebVersion.Served());
    }

    @Test
    void withAFolderAlone_versionsAreKeptInIt() {
        Path fresh = folder.resolve("not/yet");
        assertThat(WebVersion.of(fresh, "")).isEqualTo(new WebVersion.Kept(fresh));
        assertThat(fresh).isDirectory();
    }

    @Test
    void aPinnedVersion_isReadOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("2.3000.1.html"), "<p>ä</p>");
        WebVersion pinned = WebVersion.of(folder, " 2.3000.1 ");
        Files.delete(file);
        assertThat(pinned).isInstanceOfSatisfying(WebVersion.Pinned.class, it -> {
            assertThat(it.version()).isEqualTo("2.3000.1");
            assertThat(Base64.getDecoder().decode(it.document()))
                    .isEqualTo("<p>ä</p>".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void aVersionThatIsNotThere_isSaidSo() throws IOException {
        Files.createDirectory(folder.resolve("3.html"));
        for (String version : new String[] {"2.3000.2", "3"})
            assertThatThrownBy(() -> WebVersion.of(folder, version))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(UNKNOWN)
                    .hasMessageContaining(version + ".html");
    }

    @Test
    void aVersionWithoutAFolder_isSaidSo() {
        assertThatThrownBy(() -> WebVersion.of(null, "2.3000.2"))
                .hasMessageStartingWith(UNKNOWN)
                .hasMessageContaining("rookery.browser.web-versions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/b", ".hidden", "2.3000.1\n", "2 3", "~", "/etc/passwd"})
    void aVersionIsNoPath(String version) throws IOException {
        Files.writeString(folder.resolve("secret.html"), "x");
        Files.writeString(Files.createDirectories(folder.resolve("sub")).resolve("x.html"), "x");
        assertThatThrownBy(() -> WebVersion.of(folder.resolve("sub"), version)).hasMessageStartingWith(UNKNOWN);
    }

    @Test
    void whatCanBeNoDocument_isRefused() throws IOException {
        Files.createFile(folder.resolve("1.html"));
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("2.html").toFile(), "rw")) {
            large.setLength(WebVersion.LARGEST + 1);
        }
        assertThatThrownBy(() -> WebVersion.of(folder, "1"))
                .hasMessageStartingWith(UNKNOWN)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> WebVersion.of(folder, "2"))
                .hasMessageStartingWith(UNKNOWN)
                .hasMessageContaining("larger");
    }

    @ParameterizedTest
    @CsvSource({
        "2.3000.1, 2.3000.1, true",
        "2.3000.1-alpha, 2.3000.1, true",
        "2.3000.1, 2.3000.1-beta, true",
        "2.3000.1, 2.3000.10, false",
        "2.3000.1, , false"
    })
    void whetherAPageIsIt(String pinned, @Nullable String running, boolean same) {
        assertThat(new WebVersion.Pinned(pinned, "").is(running)).isEqualTo(same);
    }
}
