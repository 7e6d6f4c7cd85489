package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path folder;

    private Path file;
    private ClassArchive first;
    private ClassArchive second;

    @BeforeEach
    void makeTwoProcessesOfOneProgram() {
        file = folder.resolve("classes.jsa");
        first = new ClassArchive(folder.resolve("program.jar"));
        second = new ClassArchive(folder.resolve("program.jar"));
    }

    @Test
    void onlyOneProcessWritesAndTheNextOnesRead() throws Exception {
        Path draft = draftOf(first);
        assertThat(second.flags()).isEmpty();

        Files.writeString(draft, "archive");
        first.ended(143);
        assertThat(file).hasContent("archive");
        assertThat(draft).doesNotExist();
        assertThat(second.flags()).contains("-XX:SharedArchiveFile=" + file);
        assertThat(first.flags()).contains("-XX:SharedArchiveFile=" + file);
    }

    @Test
    void whatAKilledProcessHasBegunIsThrownAwayAndItsSuccessorTriesAgain() throws Exception {
        Path draft = draftOf(first);
        Files.writeString(draft, "half an archive");
        first.ended(137);
        assertThat(file).doesNotExist();
        assertThat(draft).doesNotExist();
        assertThat(draftOf(first)).isEqualTo(draft);
    }

    private static Path draftOf(ClassArchive archive) {
        String flag = "-XX:ArchiveClassesAtExit=";
        String[] flags = archive.flags();
        assertThat(flags).isNotEmpty();
        assertThat(flags[0]).startsWith(flag);
        return Path.of(flags[0].substring(flag.length()));
    }
}
