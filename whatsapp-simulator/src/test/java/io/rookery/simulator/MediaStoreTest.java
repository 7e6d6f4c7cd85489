package io.rookery.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.simulator.store.MediaStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaStoreTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void bytes_areFoundByTheirHash_alsoAfterARestart() throws IOException {
        MediaStore.Stored stored;
        try (MediaStore store = MediaStore.open(Optional.of(directory))) {
            MediaStore.Upload upload = store.upload();
            upload.write("hel".getBytes(UTF_8));
            upload.write("lo".getBytes(UTF_8));
            stored = upload.finish();
            assertThat(store.put("hello".getBytes(UTF_8))).isEqualTo(stored);
        }
        assertThat(stored.size()).isEqualTo(5);
        assertThat(stored.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        try (MediaStore store = MediaStore.open(Optional.of(directory))) {
            assertThat(store.find(stored.sha256()).orElseThrow()).hasContent("hello");
            assertThat(store.find("../state.ndjson")).isEmpty();
        }
    }

    @Test
    void anUploadThatBreaks_leavesNothing() throws IOException {
        try (MediaStore store = MediaStore.open(Optional.of(directory))) {
            MediaStore.Upload upload = store.upload();
            upload.write("hel".getBytes(UTF_8));
            upload.abort();
        }
        try (Stream<Path> files = Files.list(directory.resolve("media"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void withoutADirectory_nothingStays() {
        Path file;
        try (MediaStore store = MediaStore.open(Optional.empty())) {
            file = store.find(store.put("hello".getBytes(UTF_8)).sha256()).orElseThrow();
        }
        assertThat(file).doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }
}
