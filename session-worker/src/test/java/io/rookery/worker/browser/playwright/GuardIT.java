package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.simulator.Simulator;
import io.rookery.simulator.SimulatorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No browser outlives its worker. */
class GuardIT {
    @TempDir
    Path directory;

    private @Nullable Process worker;

    @Test
    void nothingIsLeftOfAKilledWorkerNotEvenAStoppedBrowser() throws IOException {
        try (Simulator simulator = Simulator.start(SimulatorOptions.inMemory())) {
            worker = start(simulator.httpUri() + "/");
            List<ProcessTree> browsers = carrying("ROOKERY_PID_FILE=" + directory).stream()
                    .map(ProcessTree::new)
                    .toList();
            assertThat(browsers)
                    .hasSize(2)
                    .allMatch(browser -> browser.members().size() > 1);
            assertThat(ofTheWorker()).as("and a driver").hasSize(3);
            // A stopped browser can't notice by itself that its worker is gone.
            browsers.getFirst().members().forEach(pid -> Posix.signal(pid, Posix.Signal.STOP));

            worker.destroyForcibly();

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(browsers).allMatch(browser -> browser.members().isEmpty());
                assertThat(ofTheWorker()).isEmpty();
            });
        }
    }

    @Test
    void whatDriversHadPutAsideIsGoneAfterTheNextStart() throws IOException {
        try (Simulator simulator = Simulator.start(SimulatorOptions.inMemory())) {
            worker = start(simulator.httpUri() + "/");
            List<Path> before = scratch();
            assertThat(before).isNotEmpty();
            worker.destroyForcibly().onExit().join();
            worker = start(simulator.httpUri() + "/");
            assertThat(scratch()).isNotEmpty().doesNotContainAnyElementsOf(before);
        }
    }

    private List<Path> scratch() throws IOException {
        try (Stream<Path> content = Files.list(directory.resolve(Path.of("browser", "tmp")))) {
            return content.toList();
        }
    }

    /** A browser that still writes would keep the directory from being deleted: the guard, which has it on its command line, ends after the last of them. */
    @AfterEach
    void kill() {
        if (worker != null) worker.destroyForcibly().onExit().join();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ProcessTree.carrying(mark(), directory.toString()).isEmpty());
    }

    private List<Long> ofTheWorker() {
        return carrying(mark());
    }

    private String mark() {
        return Guard.MARKER + "=" + Guard.markerOf(directory);
    }

    private static List<Long> carrying(String inEnvironment) {
        return ProcessTree.carrying(inEnvironment, "no command line");
    }

    private Process start(String page) throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandIn.class.getName(),
                        directory.toString(),
                        page)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = started.inputReader();
        String line = output.readLine();
        while (line != null && !line.equals(StandIn.READY)) line = output.readLine();
        assertThat(line).as("the stand-in's last line").isEqualTo(StandIn.READY);
        return started;
    }
}
