package io.rookery.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildTest {
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void itsLastWordsAreItsOwnExplanationWhereItGivesOne() {
        Child child = start("echo 'rookery-worker: Redis is not reachable'; echo more; exit 3");
        assertThat(child.awaitExit(ENOUGH)).isTrue();
        assertThat(child.exitCode()).isEqualTo(3);
        assertThat(child.lastWords()).isEqualTo("rookery-worker: Redis is not reachable");
    }

    @Test
    void onlyWhatThisProcessWroteCounts() {
        start("echo before").awaitExit(ENOUGH);
        Child second = start("true");
        second.awaitExit(ENOUGH);
        assertThat(second.output()).isEmpty();
        assertThat(second.lastWords()).isEqualTo("it wrote nothing");
    }

    @Test
    void oneThatIgnoresSigtermIsKilled() {
        Child child = start("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        await().atMost(ENOUGH).until(() -> child.output().contains("ready"));
        child.stop(Duration.ofMillis(200));
        assertThat(child.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "guard"})
    void noneIsLeftWhenItsParentIsKilled(String way) throws Exception {
        Path pidFile = directory.resolve("pid");
        List<String> command = Stream.concat(
                        JavaCommand.main(System.getProperty("java.class.path"), ShortLivedParent.class.getName(), 32)
                                .stream(),
                        Stream.of(way, directory.toString(), pidFile.toString()))
                .toList();
        Process killed = new ProcessBuilder(command).inheritIO().start();
        await().atMost(ENOUGH).until(() -> Files.exists(pidFile));
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        // on the way there it goes through other programs, which do not end with their parent yet
        await().atMost(ENOUGH).until(() -> child.info().command().orElse("").endsWith("sleep"));
        killed.destroyForcibly();
        await().atMost(ENOUGH).until(() -> !child.isAlive());
    }

    private Child start(String script) {
        return Child.start(List.of("/bin/sh", "-c", script), Map.of(), directory, directory.resolve("child.log"));
    }
}
