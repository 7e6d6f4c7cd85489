package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.startup.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void itHasAnIdOfItsOwn_thatOutlivesItsWorkers() throws Exception {
        String first;
        try (var directory = DataDirectory.lock(folder.resolve("a"))) {
            first = directory.home();
        }
        try (var again = DataDirectory.lock(folder.resolve("a"));
                var other = DataDirectory.lock(folder.resolve("b"))) {
            assertThat(again.home()).isEqualTo(first);
            assertThat(other.home()).isNotEqualTo(first);
        }
    }

    @Test
    void anIdThatWasNotWrittenToItsEnd_isMadeAnew() throws Exception {
        Files.createFile(folder.resolve("home"));
        try (var directory = DataDirectory.lock(folder)) {
            assertThat(directory.home()).isNotBlank();
            assertThat(folder.resolve("home")).content().contains(directory.home());
        }
    }

    @Test
    void aSecondWorkerOnIt_isRefused() throws Exception {
        try (var ignored = DataDirectory.lock(folder)) {
            assertThatThrownBy(() -> DataDirectory.lock(folder))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("another worker runs on the data directory");
        }
    }
}
