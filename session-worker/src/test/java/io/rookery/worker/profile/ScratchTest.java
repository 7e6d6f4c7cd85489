package io.rookery.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    Path parent;

    @Test
    void itIsForItsOwnerOnly_andGoneAfterwards() throws Exception {
        try (var scratch = new Scratch(parent)) {
            Path directory = scratch.directory("profile");
            for (Path it : List.of(directory, directory.getParent()))
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(it)))
                        .isEqualTo("rwx------");
            Files.writeString(directory.resolve("cookies"), "secret");
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatDoesNotFit_isRefusedBefore() throws Exception {
        try (var scratch = new Scratch(parent)) {
            scratch.require(1);
            assertThatThrownBy(() -> scratch.require(Long.MAX_VALUE))
                    .isInstanceOf(ProfileRefused.class)
                    .hasMessageContaining("only has room for");
        }
    }

    /** As by Ctrl-C in the middle of the work. */
    @Test
    void nothingIsLeftOfAProgramThatIsToldToEnd() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        parent.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            for (int i = 0; i < 3000 && writtenBy().isEmpty(); i++) Thread.sleep(10);
            assertThat(writtenBy()).as("it is at work").isNotEmpty();

            program.destroy(); // SIGTERM

            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(left()).isEmpty();
        } finally {
            program.destroyForcibly();
        }
    }

    /** Restores without end. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            try (var scratch = new Scratch(Path.of(arguments[0]))) {
                Path profile = scratch.directory("profile");
                for (int i = 0; ; i++) {
                    Path file = profile.resolve("Default/" + i % 100);
                    Directories.createParentOf(file);
                    Files.write(file, new byte[100]);
                    if (Thread.interrupted()) throw new IOException("interrupted");
                }
            }
        }
    }

    private List<Path> writtenBy() throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            return all.filter(it -> it.endsWith("Default/99")).toList();
        } catch (UncheckedIOException e) {
            return List.of(); // it changes while it is looked at
        }
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> left = Files.list(parent)) {
            return left.toList();
        }
    }
}
