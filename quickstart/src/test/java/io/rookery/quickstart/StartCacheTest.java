package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real JVMs and a program of one class. */
class StartCacheTest {
    private static final Duration ENOUGH = Duration.ofMinutes(5);
    private static final int HEAP_MEGABYTES = 64;

    @TempDir
    Path folder;

    private Path jar;
    private StartCache cache;

    /** Ends as its argument says, or not at all. */
    public static final class Program {
        private Program() {}

        @SuppressWarnings("SystemExitOutsideMain")
        public static void main(String[] args) throws InterruptedException {
            if (args[0].equals("stay")) Thread.sleep(Duration.ofHours(1));
            System.exit(Integer.parseInt(args[0]));
        }
    }

    @BeforeEach
    void packTheProgram() throws IOException {
        jar = folder.resolve("program.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        String resource = Program.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = getClass().getClassLoader().getResourceAsStream(resource)) {
            assertThat(code).isNotNull();
            out.putNextEntry(new JarEntry(resource));
            code.transferTo(out);
        }
        cache = new StartCache(jar);
    }

    @AfterEach
    void giveUp() {
        cache.stop();
    }

    @Test
    void aRehearsalMakesACacheThatTheNextStartCanUse() throws Exception {
        assertThat(cache.flags()).isEmpty();
        rehearse(cache, "0");
        assertThat(Wait.until(ENOUGH, () -> cache.exists() && files() == 2))
                .as("made")
                .isTrue();

        List<String> command = JavaCommand.jar(jar, HEAP_MEGABYTES, cache.flags());
        assertThat(command).contains("-XX:AOTCache=" + folder.resolve("start.aot"));
        command.add(1, "-XX:AOTMode=on"); // or the JVM would go on without a cache that does not fit
        command.add("7");
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isEqualTo(7);
    }

    @Test
    void onlyOneIsMadeAtATimeAndOneThatIsStoppedLeavesNothing() throws Exception {
        var second = new StartCache(jar);
        rehearse(cache, "stay");
        assertThat(files()).isEqualTo(2); // the jar and the folder of the rehearsal
        rehearse(second, "0");
        second.stop();
        assertThat(files()).isEqualTo(2);

        cache.stop();
        assertThat(files()).isEqualTo(1);
        rehearse(second, "0");
        assertThat(Wait.until(ENOUGH, second::exists)).as("begun again").isTrue();
    }

    @Test
    void aRehearsalGivesWayToEverybody() throws Exception {
        rehearse(cache, "stay");
        assertThat(Wait.until(ENOUGH, () -> rehearsal().isPresent())).isTrue();
        Path process = Path.of("/proc", rehearsal().orElseThrow().toString());
        String stat = Files.readString(process.resolve("stat"));
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]).isEqualTo("19"); // nice
        Path group = process.resolve("autogroup");
        if (Files.exists(group) && Files.readString(group).contains("nice"))
            assertThat(Files.readString(group)).contains("nice 19");
    }

    private Optional<Long> rehearsal() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .filter(child ->
                        List.of(child.info().arguments().orElse(new String[0])).contains(jar.toString()))
                .map(ProcessHandle::pid)
                .findFirst();
    }

    @Test
    void aFailedOneLeavesNothingAndIsNotTriedAgain() throws Exception {
        rehearse(cache, "1");
        assertThat(Wait.until(ENOUGH, () -> files() == 1)).as("removed").isTrue();
        assertThat(cache.exists()).isFalse();
        rehearse(cache, "0");
        assertThat(files()).isEqualTo(1);
    }

    private static void rehearse(StartCache cache, String argument) {
        cache.rehearse(HEAP_MEGABYTES, Map.of(), scratch -> List.of(argument));
    }

    private long files() {
        try (var files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
