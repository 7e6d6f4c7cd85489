package io.rookery.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {
    @TempDir
    Path directory;

    @Test
    void onlyWhatTheLoginNeedsIsCopied() throws Exception {
        for (String file : List.of(
                "Local State",
                "Default/Cookies",
                "Default/Cookies-journal",
                "Default/Preferences",
                "Default/Cache/data_0",
                "Default/IndexedDB/x.indexeddb.leveldb/000005.ldb",
                "Default/IndexedDB/x.indexeddb.leveldb/CURRENT",
                "Default/IndexedDB/x.indexeddb.leveldb/LOCK",
                "Default/IndexedDB/x.indexeddb.leveldb/LOG",
                "Default/IndexedDB/x.indexeddb.leveldb/LOG.old",
                "Default/Local Storage/leveldb/000003.log",
                "Default/WebStorage/QuotaManager",
                "Default/Service Worker/CacheStorage/1/2/index",
                "Default/Network/Cookies")) {
            write(file);
        }
        Files.createSymbolicLink(directory.resolve("profile/SingletonLock"), Path.of("host-1234"));

        ProfileFiles.copy(directory.resolve("profile"), directory.resolve("copy"));

        assertThat(files(directory.resolve("copy")))
                .containsExactlyInAnyOrder(
                        "Default/Cookies",
                        "Default/Cookies-journal",
                        "Default/IndexedDB/x.indexeddb.leveldb/000005.ldb",
                        "Default/IndexedDB/x.indexeddb.leveldb/CURRENT",
                        "Default/Local Storage/leveldb/000003.log",
                        "Default/WebStorage/QuotaManager",
                        "Default/Service Worker/CacheStorage/1/2/index",
                        "Default/Network/Cookies");
    }

    @Test
    void tablesAreLinked_whatChangesIsCopied() throws Exception {
        Path table = write("Default/IndexedDB/db/000005.ldb");
        Path journal = write("Default/IndexedDB/db/000006.log");

        ProfileFiles.copy(directory.resolve("profile"), directory.resolve("copy"));
        Files.writeString(journal, "changed");

        Path copy = directory.resolve("copy/Default/IndexedDB/db");
        assertThat(Files.getAttribute(copy.resolve("000005.ldb"), "unix:ino"))
                .isEqualTo(Files.getAttribute(table, "unix:ino"));
        assertThat(copy.resolve("000006.log")).hasContent("text");
    }

    @Test
    void aLinkInsideIsRefused_andNothingIsLeft() throws Exception {
        write("Default/IndexedDB/db/000005.ldb");
        Files.createSymbolicLink(
                directory.resolve("profile/Default/IndexedDB/db/000006.ldb"), directory.resolve("profile"));

        assertThatThrownBy(() -> ProfileFiles.copy(directory.resolve("profile"), directory.resolve("copy")))
                .isInstanceOf(IOException.class);

        assertThat(directory.resolve("copy")).doesNotExist();
    }

    @Test
    void aCopyThatIsThereAlready_isNotMixedWithAnother() throws Exception {
        Files.createDirectories(directory.resolve("copy"));

        assertThatThrownBy(() -> ProfileFiles.copy(directory.resolve("profile"), directory.resolve("copy")))
                .isInstanceOf(IOException.class);
    }

    private Path write(String file) throws IOException {
        Path path = directory.resolve("profile").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "text");
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .toList();
        }
    }
}
